package se.trepart.settings;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Says at start which doors are open and to whom: until they have locks, loopback is the only lock.
 */
public final class Doors implements ApplicationListener<ApplicationReadyEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(Doors.class);

    private record Door(String what, String addressSetting, String portSetting) {}

    private static final List<Door> DOORS =
            List.of(
                    new Door("HL7 v2 by MLLP", "trepart.feed.mllp.host", "trepart.feed.mllp.port"),
                    new Door("FHIR and API", "server.address", "server.port"),
                    new Door("health", "management.server.address", "management.server.port"));

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        var environment = event.getApplicationContext().getEnvironment();
        for (var door : DOORS) {
            var address = environment.getProperty(door.addressSetting(), "");
            var port = environment.getProperty(door.portSetting(), "");
            if (loopback(address)) {
                LOG.info("{} on {}:{}, reached from this machine only", door.what(), address, port);
            } else {
                LOG.warn(
                        "{} on {}:{}, reached from OTHER MACHINES: the door has no lock yet",
                        door.what(),
                        address,
                        port);
            }
        }
        broker(environment);
        files(environment);
    }

    private static void files(Environment environment) {
        var directory = environment.getProperty("trepart.feed.file.dir", "");
        if (directory.isBlank()) {
            LOG.info("files are not taken: trepart.feed.file.dir is empty");
        } else {
            LOG.info("files from {}, a feed for each folder", directory);
        }
    }

    private static void broker(Environment environment) {
        if (environment.getProperty("spring.artemis.broker-url", "").isBlank()) {
            LOG.info(
                    "JMS on 127.0.0.1:{}, reached from this machine only",
                    environment.getProperty("trepart.feed.jms.port", ""));
        }
    }

    private static boolean loopback(String address) {
        try {
            return !address.isBlank() && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
