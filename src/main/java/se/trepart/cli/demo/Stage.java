package se.trepart.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The processes of a demo: the hub on its embedded parts, and the two record systems around it. */
final class Stage implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);
    private static final List<String> LIGHT =
            List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Doors doors;
    private final DemoFolder folder;
    private final List<Child> children = new ArrayList<>();
    private final Thread whenEnded = new Thread(this::end, "demo-end");

    Stage(Doors doors, DemoFolder folder) {
        this.doors = doors;
        this.folder = folder;
    }

    /** The stage cannot be set; the text says what to do. */
    static final class NotReady extends Exception {
        private static final long serialVersionUID = 1L;

        NotReady(String message) {
            super(message);
        }
    }

    /**
     * Starts everything, and returns when the hub says that it is ready.
     *
     * @throws NotReady if a port is busy, or if a process ends or does not get ready
     */
    void set(HubView view) throws NotReady, IOException, InterruptedException {
        demandFreePorts();
        Runtime.getRuntime().addShutdownHook(whenEnded);
        Child pasis = start("pasis", LIGHT, simulate("pasis", doors.pasis(), doors.pasisHttp()));
        Child primaryCare =
                start(
                        "primary-care",
                        LIGHT,
                        simulate("primary-care", doors.primaryCare(), doors.primaryCareHttp()));
        Child hub = start("hub", List.of(), serve());
        await(pasis, () -> view.answers(doors.pasisDesk() + "/extract.csv"));
        await(primaryCare, () -> view.answers(doors.primaryCareDesk() + "/extract.csv"));
        await(hub, view::ready);
    }

    /** The processes that have ended though nobody ended them. */
    List<String> fallen() {
        return children.stream().filter(child -> !child.alive()).map(Child::name).toList();
    }

    /** Ends all processes, the hub first, so that it has nothing to complain about. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(whenEnded);
        } catch (IllegalStateException e) {
            // The program is ending: the hook is running already.
        }
    }

    private synchronized void end() {
        children.reversed().forEach(Child::end);
        children.clear();
        try {
            folder.endLeftDatabase();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized Child start(String name, List<String> options, List<String> command)
            throws IOException {
        Child child = Child.start(name, folder.log(name), options, command);
        children.add(child);
        return child;
    }

    private List<String> simulate(String partner, int port, int httpPort) {
        Path witness = folder.witness(partner);
        return List.of(
                "simulate",
                partner,
                "--port",
                String.valueOf(port),
                "--http-port",
                String.valueOf(httpPort),
                "--witness",
                witness.toString());
    }

    private List<String> serve() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("server.port", doors.http());
        settings.put("management.server.port", doors.management());
        settings.put("trepart.feed.mllp.port", doors.mllp());
        settings.put("trepart.feed.jms.port", doors.jms());
        settings.put("trepart.destination.pasis.address", "localhost:" + doors.pasis());
        settings.put(
                "trepart.destination.primary-care.address", "localhost:" + doors.primaryCare());
        settings.put("trepart.feed.file.dir", folder.files());
        settings.put("trepart.feed.file.settle", "500ms");
        settings.put("trepart.data-dir", folder.hubData());
        List<String> command = new ArrayList<>(List.of("serve"));
        settings.forEach((name, value) -> command.add("--" + name + "=" + value));
        return command;
    }

    private interface Readiness {
        boolean isThere() throws InterruptedException;
    }

    private static void await(Child child, Readiness readiness)
            throws NotReady, IOException, InterruptedException {
        Instant deadline = Instant.now().plus(START);
        while (!readiness.isThere()) {
            if (!child.alive() || Instant.now().isAfter(deadline)) {
                String what =
                        child.alive()
                                ? " is not ready after " + START.toSeconds() + " s"
                                : " ended";
                throw new NotReady(
                        child.name()
                                + what
                                + "; the end of "
                                + child.log()
                                + ":\n    "
                                + String.join("\n    ", child.lastWords(25)));
            }
            Thread.sleep(Duration.ofMillis(200));
        }
    }

    private void demandFreePorts() throws NotReady {
        List<String> busy = new ArrayList<>();
        DemoPorts.named(doors)
                .forEach((option, port) -> {
                    if (!free(port)) {
                        busy.add("port " + port + " is busy: give another with " + option);
                    }
                });
        if (!busy.isEmpty()) {
            throw new NotReady(
                    String.join("\n", busy)
                            + "\nor --ports-from N, which takes eight ports from N on.");
        }
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
