package se.trepart.torture;

import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;

/** After the troubles: waits until all is told and delivered; lets go what is held, as a person. */
final class Settling {
    private static final Duration MOST = Duration.ofMinutes(5);
    private static final String OWED =
            "select count(*) from stream where state <> 'idle' and missing = ''";
    private static final String HELD =
            """
            select delivery.id from delivery join stream on stream.destination = delivery.destination and stream.key = delivery.key
              and stream.serial = delivery.serial where stream.state = 'held'
            """;

    private final Stage stage;
    private final Senders senders;
    private final PrintWriter out;

    Settling(Stage stage, Senders senders, PrintWriter out) {
        this.stage = stage;
        this.senders = senders;
        this.out = out;
    }

    void settle() throws IOException, SQLException, InterruptedException {
        var began = System.nanoTime();
        while (senders.open() > 0 && inTime(began)) {
            Thread.sleep(500);
        }
        var told = seconds(began);
        var released = 0;
        while (stage.database().number(OWED) > 0 && inTime(began)) {
            released += release();
            Thread.sleep(1_000);
        }
        out.printf(
                "healed: all told after %d s (%d left), all delivered after %d s (%d owed), %d"
                        + " released by hand%n",
                told, senders.open(), seconds(began), stage.database().number(OWED), released);
        out.flush();
    }

    private int release() throws IOException, SQLException, InterruptedException {
        var released = 0;
        try (var connection = stage.database().connect();
                var statement = connection.createStatement();
                var held = statement.executeQuery(HELD)) {
            while (held.next()) {
                var status =
                        stage.instances()
                                .getFirst()
                                .post(
                                        "/api/deliveries/" + held.getLong(1) + "/release",
                                        "{\"reason\":\"the destination is well again\"}");
                released += status == 200 ? 1 : 0;
            }
        }
        return released;
    }

    private static boolean inTime(long began) {
        return seconds(began) < MOST.toSeconds();
    }

    private static long seconds(long began) {
        return (System.nanoTime() - began) / 1_000_000_000;
    }
}
