package se.trepart.facade;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariDataSource;

import org.jspecify.annotations.NullUnmarked;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizerBeanPostProcessor;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.TestDatabase;
import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.projection.Verifying;
import se.trepart.projection.fhir.FhirView;
import se.trepart.projection.fhir.VersionId;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import javax.sql.DataSource;

/** The FHIR facade on a real Tomcat over a real database, filled through the FHIR view. */
@NullUnmarked
final class RunningFacade implements AutoCloseable {
    static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final AnnotationConfigServletWebServerApplicationContext context;
    private final TransactionTemplate transaction;
    private final FhirView view;

    RunningFacade() {
        this(TestDatabase.create());
    }

    /** Over a database that has all migrations. */
    RunningFacade(DataSource database) {
        FHIR.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        context = new AnnotationConfigServletWebServerApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(
                        new MapPropertySource(
                                "test", Map.of("trepart.profiles-dir", "fhir-profiles")));
        context.registerBean(Database.class, () -> new Database(database));
        context.register(Parts.class);
        context.refresh();
        transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        view = new FhirView(context.getBean(JdbcTemplate.class));
    }

    /** Before anybody listens. */
    private record Database(DataSource source) {}

    // No @Configuration: the hub of other tests scans these packages and must not find this
    // database.
    @ComponentScan(basePackages = {"se.trepart.facade", "se.trepart.projection.fhir"})
    static class Parts {
        @Bean
        Statements statements() {
            return new Statements();
        }

        @Bean
        DataSource dataSource(Statements statements, Database database) {
            var pool = new HikariDataSource();
            pool.setDataSource(statements.listenTo(database.source()));
            return pool;
        }

        @Bean
        JdbcTemplate jdbcTemplate(DataSource database) {
            return new JdbcTemplate(database);
        }

        @Bean
        PlatformTransactionManager transactionManager(DataSource database) {
            return new JdbcTransactionManager(database);
        }

        @Bean
        TomcatServletWebServerFactory tomcat() {
            var tomcat = new TomcatServletWebServerFactory(0);
            tomcat.addConnectorCustomizers(
                    connector -> connector.setProperty("maxHttpRequestHeaderSize", "65536"));
            return tomcat;
        }

        /** Without the log there is nobody to tell. */
        @Bean
        Verifying verifying() {
            return new Verifying() {
                @Override
                public boolean verify(Told told, Runnable check) {
                    throw new FaultException(FaultCode.TRP_601, "", "");
                }

                @Override
                public boolean toldBefore(String key, byte[] body) {
                    return false;
                }

                @Override
                public void refused(String key, byte[] body, List<Fault> faults) {}
            };
        }

        /** The hub's own defaults. */
        @Bean
        static PropertySourcesPlaceholderConfigurer settings() {
            var defaults = new YamlPropertiesFactoryBean();
            defaults.setResources(new ClassPathResource("application.yaml"));
            var settings = new PropertySourcesPlaceholderConfigurer();
            settings.setProperties(Objects.requireNonNull(defaults.getObject()));
            return settings;
        }

        @Bean
        static WebServerFactoryCustomizerBeanPostProcessor customizers() {
            return new WebServerFactoryCustomizerBeanPostProcessor();
        }
    }

    /** What went to the database. */
    Statements statements() {
        return context.getBean(Statements.class);
    }

    JdbcTemplate jdbc() {
        return context.getBean(JdbcTemplate.class);
    }

    void empty() {
        jdbc().execute(
                        "truncate resource, resource_history, search_token, search_reference,"
                                + " search_date, search_string");
    }

    /** Stores resources, given as JSON with single quotes. */
    List<VersionId> write(String consultation, Instant time, String... resources) {
        var parsed = Stream.of(resources).map(RunningFacade::resource).toList();
        return transaction.execute(status -> view.write(consultation, parsed, time));
    }

    static ObjectNode resource(String json) {
        return (ObjectNode) json(json.replace('\'', '"'));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    String base() {
        return "http://localhost:" + context.getWebServer().getPort() + "/fhir";
    }

    IGenericClient client() {
        return FHIR.newRestfulGenericClient(base());
    }

    /** Sends GET with headers given as name, value, name, value… */
    HttpResponse<String> get(String path, String... headers) {
        return send(request(path.replace("|", "%7C"), headers).GET());
    }

    HttpRequest.Builder request(String path, String... headers) {
        var url = path.startsWith("http") ? path : base() + "/" + path;
        var request = HttpRequest.newBuilder(URI.create(url));
        return headers.length == 0 ? request : request.headers(headers);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The ids of the matches of a search, in order, on its first page. */
    List<String> found(String query) {
        return entries(bundle(query), "match");
    }

    /** The first page of a search, which is posted where it begins with {@code POST}. */
    JsonNode bundle(String query) {
        var parts = query.replace("POST ", "").split("\\?", 2);
        var response =
                query.startsWith("POST ")
                        ? send(
                                request(
                                                parts[0],
                                                "Content-Type",
                                                "application/x-www-form-urlencoded")
                                        .POST(HttpRequest.BodyPublishers.ofString(parts[1])))
                        : get(query);
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        return json(response.body());
    }

    static List<String> entries(JsonNode bundle, String mode) {
        return bundle.path("entry")
                .valueStream()
                .filter(entry -> entry.path("search").path("mode").asText().equals(mode))
                .map(entry -> entry.path("resource").path("id").asText())
                .toList();
    }

    static String link(JsonNode bundle, String relation) {
        return bundle.path("link")
                .valueStream()
                .filter(link -> link.path("relation").asText().equals(relation))
                .map(link -> link.path("url").asText())
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        context.close();
    }
}
