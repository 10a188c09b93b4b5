package se.trepart.routes;

import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A Camel of its own, into which a test loads the shipped route files that it is about. */
abstract class Carried extends CamelTestSupport {
    private final Properties settings = new Properties();

    /** Gives the placeholders of the routes their values; before {@link #load}. */
    void settings(Map<String, String> values) {
        settings.putAll(values);
        context.getPropertiesComponent().setOverrideProperties(settings);
    }

    /** Puts a part where routes find it. */
    void bind(String name, Object part) {
        context.getRegistry().bind(name, part);
    }

    /** The hub's own framing, as its feed module makes it. */
    void bindTheHubsFraming() throws ClassNotFoundException, IOException {
        var framing = new AnnotationConfigApplicationContext();
        framing.getBeanFactory()
                .setConversionService(ApplicationConversionService.getSharedInstance());
        framing.getEnvironment()
                .getPropertySources()
                .addFirst(new PropertiesPropertySource("of the test", settings));
        framing.getEnvironment().getPropertySources().addLast(shipped());
        framing.register(
                Class.forName("se.trepart.feed.MllpFraming"),
                Class.forName("se.trepart.feed.MllpDoor"));
        framing.refresh();
        for (var part : List.of("mllpEncoder", "mllpDecoder", "mllpFrames", "mllpGuard")) {
            bind(part, framing.getBean(part));
        }
    }

    private static PropertySource<?> shipped() throws IOException {
        return new YamlPropertySourceLoader()
                .load("shipped", new FileSystemResource("src/main/resources/application.yaml"))
                .getFirst();
    }

    /** Loads and starts shipped routes, with what they share on faults. */
    void load(String... ids) throws Exception {
        load(context, "on-fault");
        for (var id : ids) {
            load(context, id);
        }
    }

    private static void load(CamelContext context, String id) throws Exception {
        var file = Path.of("routes", id + ".camel.yaml").toAbsolutePath();
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.resolveMandatoryResource(context, "file:" + file));
    }

    /** A port that nobody listens on at this moment. */
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
