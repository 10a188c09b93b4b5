package se.trepart.bench;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.hl7.HL7MLLPNettyDecoderFactory;
import org.apache.camel.component.hl7.HL7MLLPNettyEncoderFactory;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.FileSystemResource;

import se.trepart.fault.AckCode;
import se.trepart.mapping.Decoded;
import se.trepart.mapping.MappingSet;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * MLLP in, ACK out, and nothing kept; a process of its own. As {@code hub} the shipped route and
 * framing, with a reception that decodes by the mappings; as {@code bare} the least that Camel can
 * be: netty, camel-hl7's codec, HAPI's parser and an ACK.
 */
public final class ParsingServer {
    private ParsingServer() {}

    public static void main(String[] arguments) throws Exception {
        var port = Integer.parseInt(arguments[1]);
        var camel = new DefaultCamelContext();
        if (arguments[0].equals("hub")) {
            hub(camel, port);
        } else {
            bare(camel, port);
        }
        camel.start();
        System.out.println("listens");
        Thread.currentThread().join();
    }

    private static void hub(CamelContext camel, int port) throws Exception {
        var settings = new Properties();
        settings.put("trepart.feed.mllp.host", "127.0.0.1");
        settings.put("trepart.feed.mllp.port", Integer.toString(port));
        camel.getPropertiesComponent().setOverrideProperties(settings);
        var parts = new AnnotationConfigApplicationContext();
        parts.getBeanFactory()
                .setConversionService(ApplicationConversionService.getSharedInstance());
        var sources = parts.getEnvironment().getPropertySources();
        sources.addFirst(
                new MapPropertySource(
                        "of the benchmark",
                        Map.of("trepart.feed.mllp.port", Integer.toString(port))));
        sources.addLast(
                new YamlPropertySourceLoader()
                        .load(
                                "shipped",
                                new FileSystemResource("src/main/resources/application.yaml"))
                        .getFirst());
        parts.register(
                Class.forName("se.trepart.feed.MllpFraming"),
                Class.forName("se.trepart.feed.MllpDoor"));
        parts.refresh();
        for (var part : List.of("mllpEncoder", "mllpFrames", "mllpGuard")) {
            camel.getRegistry().bind(part, parts.getBean(part));
        }
        camel.getRegistry().bind("reception", new Decoding(MappingSet.load(Path.of("mappings"))));
        for (var route : List.of("on-fault", "feed-mllp")) {
            var file = Path.of("routes", route + ".camel.yaml").toAbsolutePath();
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.resolveMandatoryResource(camel, "file:" + file));
        }
    }

    private static void bare(CamelContext camel, int port) throws Exception {
        var decoder = new HL7MLLPNettyDecoderFactory();
        decoder.setProduceString(false);
        camel.getRegistry().bind("decoder", decoder);
        camel.getRegistry().bind("encoder", new HL7MLLPNettyEncoderFactory());
        camel.getRegistry().bind("reception", new Parsing());
        camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("netty:tcp://127.0.0.1:"
                                        + port
                                        + "?encoders=#encoder&decoders=#decoder&sync=true"
                                        + "&keepAlive=true&tcpNoDelay=true")
                                .bean("reception", "receive");
                    }
                });
    }

    /** What the hub does of a message before anything is kept. */
    public static final class Decoding {
        private final MappingSet mappings;

        Decoding(MappingSet mappings) {
            this.mappings = mappings;
        }

        public byte[] receive(byte[] message) {
            var decoded = mappings.decode(message);
            var code = decoded instanceof Decoded.Refused ? AckCode.AR : AckCode.AA;
            return MappingSet.acknowledge(decoded.envelope(), code, List.of(), Instant.now(), "1");
        }
    }

    /** HAPI's own parser, as the hub's codec sets it, and a text around the control id. */
    public static final class Parsing {
        private final DefaultHapiContext hapi =
                new DefaultHapiContext(new GenericModelClassFactory());

        Parsing() {
            hapi.setValidationContext(ValidationContextFactory.noValidation());
        }

        public byte[] receive(byte[] message) throws HL7Exception {
            var parsed = hapi.getGenericParser().parse(new String(message, StandardCharsets.UTF_8));
            return ("MSH|^~\\&|BARE||||20261127||ACK|1|P|2.5.1\rMSA|AA|"
                            + new Terser(parsed).get("MSH-10")
                            + "\r")
                    .getBytes(StandardCharsets.UTF_8);
        }
    }
}
