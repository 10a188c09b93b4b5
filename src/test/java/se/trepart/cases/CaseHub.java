package se.trepart.cases;

import com.fasterxml.jackson.databind.JsonNode;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.TestDatabase;
import se.trepart.delivery.Deliveries;
import se.trepart.feed.EventReception;
import se.trepart.feed.Reception;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import javax.sql.DataSource;

/**
 * The hub between its doors and its partners: real receptions, commits, projections and ledger on a
 * real database. Only what carries is left out: a message is handed to the reception, and what the
 * routes would send is handed to {@link CasePartners}.
 */
final class CaseHub implements AutoCloseable {
    /** Where a case differs from the hub's own settings; its database is an outside one. */
    private static final Map<String, Object> SETTINGS =
            Map.of(
                    "spring.datasource.url",
                    "outside",
                    "trepart.delivery.lease",
                    "30s",
                    "trepart.delivery.back-off-first",
                    "1s",
                    "trepart.delivery.back-off-most",
                    "1m",
                    "trepart.destination.pasis.parallel",
                    "1",
                    "trepart.destination.primary-care.parallel",
                    "1");

    private final AnnotationConfigApplicationContext context;
    private final CasePartners partners;
    private final Memory memory;

    private CaseHub(AnnotationConfigApplicationContext context, CasePartners partners) {
        this.context = context;
        this.partners = partners;
        this.memory = new Memory(context.getBean(JdbcTemplate.class));
    }

    static CaseHub start() {
        var partners = new CasePartners();
        var database = TestDatabase.createPooled();
        new JdbcTemplate(database)
                .update("insert into hub_key (name, key) values ('opaque-ids', ?)", Stages.KEY);
        var context = new AnnotationConfigApplicationContext();
        var sources = context.getEnvironment().getPropertySources();
        sources.addFirst(new MapPropertySource("cases", SETTINGS));
        ownSettings().forEach(sources::addLast);
        context.getBeanFactory()
                .setConversionService(ApplicationConversionService.getSharedInstance());
        context.registerBean(DataSource.class, () -> database);
        context.registerBean(JdbcTemplate.class, () -> new JdbcTemplate(database));
        var transactions = new JdbcTransactionManager(database);
        context.registerBean(PlatformTransactionManager.class, () -> transactions);
        context.registerBean(
                TransactionTemplate.class, () -> new TransactionTemplate(transactions));
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(CamelContext.class, () -> carrying(partners));
        context.scan(
                "se.trepart.log",
                "se.trepart.delivery",
                "se.trepart.projection",
                "se.trepart.feed");
        context.refresh();
        return new CaseHub(context, partners);
    }

    private static List<PropertySource<?>> ownSettings() {
        try {
            return new YamlPropertySourceLoader()
                    .load("hub", new ClassPathResource("application.yaml"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static CamelContext carrying(CasePartners partners) {
        try {
            var camel = new DefaultCamelContext();
            camel.addRoutes(
                    new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("direct:wake").stop();
                            for (var destination : List.of("pasis", "primary-care")) {
                                from("direct:deliver-" + destination)
                                        .process(
                                                exchange -> carry(partners, destination, exchange));
                            }
                        }
                    });
            camel.start();
            return camel;
        } catch (Exception cannotCarry) {
            throw new IllegalStateException(cannotCarry);
        }
    }

    private static void carry(CasePartners partners, String destination, Exchange exchange) {
        var message = Objects.requireNonNull(exchange.getIn().getBody(byte[].class));
        exchange.getMessage().setBody(partners.answer(destination, message));
    }

    Memory memory() {
        return memory;
    }

    void forget() {
        memory.forget();
        partners.forget();
    }

    /** Takes a file, and has everything that it causes delivered; the answer, masked. */
    String receive(Received received) {
        var answer = received.hl7() ? messages(received) : events(received);
        context.getBean(Deliveries.class).wakeAll();
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(20))
                .until(memory::settled);
        partners.rewrite(memory::withCaseTimes);
        return answer;
    }

    private String messages(Received received) {
        var reception = context.getBean(Reception.class);
        return received.messages().stream()
                .map(reception::receive)
                .map(answer -> Masks.answer(text(answer)))
                .collect(Collectors.joining("\n"));
    }

    private static String text(byte[] answer) {
        var charset =
                new String(answer, StandardCharsets.US_ASCII).contains("|8859/1")
                        ? StandardCharsets.ISO_8859_1
                        : StandardCharsets.UTF_8;
        return new String(answer, charset).replace('\r', '\n');
    }

    private String events(Received received) {
        var reception = context.getBean(EventReception.class);
        var content = EventReception.parse(received.bytes());
        if (!content.isArray()) {
            return Json.write(answer(reception.receive("http", content, received.bytes())));
        }
        var answers = new ArrayList<JsonNode>();
        for (var event : content) {
            var bytes = event.toString().getBytes(StandardCharsets.UTF_8);
            var answer = Json.MAPPER.createObjectNode().put("id", event.path("id").asText());
            answers.add(answer.setAll(answer(reception.receive("http", event, bytes))));
        }
        return Json.write(Json.MAPPER.createArrayNode().addAll(answers));
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode answer(
            EventReception.Received received) {
        var answer = Json.MAPPER.createObjectNode().put("status", received.status());
        if (received.refused()) {
            var faults = answer.putArray("faults");
            received.body()
                    .path("faults")
                    .forEach(fault ->
                            faults.addObject()
                                    .put("code", fault.path("code").asText())
                                    .put("where", fault.path("path").asText()));
        }
        return answer;
    }

    /** Everything that the destination got, with the cases' commit times. */
    String sent(String destination) {
        return partners.received(destination).stream()
                .map(Masks::sent)
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        context.close();
    }
}
