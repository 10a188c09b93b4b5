package se.trepart.cli;

import org.springframework.boot.builder.SpringApplicationBuilder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import se.trepart.Hub;
import se.trepart.settings.Doors;
import se.trepart.settings.SettingsCheck;
import se.trepart.settings.WrongSettings;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * {@code ./trepart serve}: the hub, until it is told to stop. Settings are given as {@code
 * --name=value} or in the environment. Status 2 when they are wrong, which is told where the
 * application tells why it does not start.
 */
@Command(name = "serve", description = "Runs the hub.", mixinStandardHelpOptions = true)
final class Serve implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "--SETTING=VALUE",
            description = "Spring properties, such as --server.port=8080.")
    private List<String> settings = List.of();

    @Option(
            names = "--exit",
            description = "Stops when all of it has started: shows that the settings work.")
    private boolean exit;

    @Override
    public Integer call() {
        // Artemis on JDK 25 loses its journal at the second start unless netty may clean its
        // buffers: before any netty class loads.
        System.setProperty("io.netty.noUnsafe", "false");
        try {
            var hub =
                    new SpringApplicationBuilder(Hub.class)
                            .listeners(new SettingsCheck(), new Doors())
                            .run(settings.toArray(String[]::new));
            if (exit) {
                hub.close();
            }
            return 0;
        } catch (WrongSettings alreadyTold) {
            return 2;
        }
    }
}
