package se.trepart.reload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Checks a whole folder of routes in a Camel of its own that has the hub's parts and settings.
 * Every endpoint is made with all its options, and none is started: no port is bound and no queue
 * read.
 */
@Component
class RouteCheck {
    private static final YAMLMapper YAML = new YAMLMapper();

    private final CamelContext hub;
    private final Environment environment;

    RouteCheck(CamelContext hub, Environment environment) {
        this.hub = hub;
        this.environment = environment;
    }

    /** Throws RouteRefusal for the first file that is wrong. */
    void check(RouteFiles files) {
        files.ids().forEach(id -> shape(id, files.text(id)));
        try (var scratch = new DefaultCamelContext((BeanRepository) hub.getRegistry())) {
            scratch.setAutoStartup(false);
            scratch.getPropertiesComponent().addPropertiesSource(new Settings(environment));
            scratch.start();
            for (var id : files.ids()) {
                load(scratch, id, files.text(id));
            }
        } catch (IOException cannotBeClosed) {
            throw new IllegalStateException(cannotBeClosed);
        }
    }

    private record Settings(Environment environment) implements PropertiesSource {
        @Override
        public String getName() {
            return "the hub's settings";
        }

        @Override
        public @Nullable String getProperty(String name) {
            return environment.getProperty(name);
        }
    }

    /** Loads one file into a Camel; throws RouteRefusal when it does not take it. */
    static void load(CamelContext camel, String id, String text) {
        var resource = ResourceHelper.fromString("file:" + RouteFiles.file(id), text);
        attempt(
                id,
                text,
                () -> {
                    PluginHelper.getRoutesLoader(camel).loadRoutes(resource);
                    return id;
                });
    }

    /** Does what Camel says may throw anything; throws RouteRefusal instead. */
    static void attempt(String id, String text, Callable<String> work) {
        var task = new FutureTask<>(work);
        task.run();
        try {
            task.get();
        } catch (ExecutionException refused) {
            throw RouteRefusal.of(id, text, refused);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** One route or shared part in each file, named as the file. */
    private static void shape(String id, String text) {
        try {
            var tree = YAML.readTree(text);
            if (!tree.isArray() || tree.size() != 1 || tree.get(0).size() != 1) {
                throw RouteRefusal.at(id, 1, "one file holds one route");
            }
            var named = tree.get(0).elements().next().path("id").asText();
            if (!named.equals(id)) {
                throw RouteRefusal.at(
                        id,
                        Math.max(1, RouteRefusal.lineOf(text, "id:")),
                        "its id is " + named + ", not the file's name");
            }
        } catch (JsonProcessingException unreadable) {
            throw RouteRefusal.at(id, unreadable.getLocation().getLineNr(), "not readable as YAML");
        }
    }
}
