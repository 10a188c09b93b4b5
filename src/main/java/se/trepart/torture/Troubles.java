package se.trepart.torture;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Brings trouble by chance, one at a time, and takes each away again. */
final class Troubles {
    private static final List<String> FAULTS =
            List.of(
                    "delay",
                    "silent",
                    "late",
                    "twice",
                    "other-id",
                    "close-before",
                    "close-after",
                    "reset",
                    "refuse-ae",
                    "refuse-ar",
                    "slow",
                    "down");

    private final Stage stage;
    private final Random random;
    private final Diary diary;
    private final Map<String, Integer> brought = new TreeMap<>();
    private final List<Kind> kinds = new ArrayList<>();

    private interface Trouble {
        void bring() throws IOException, SQLException, InterruptedException;
    }

    private record Kind(String name, Trouble trouble) {}

    Troubles(Stage stage, long seed, Diary diary) {
        this.stage = stage;
        this.random = new Random(seed);
        this.diary = diary;
        kinds.add(new Kind("random kill -9 of an instance", this::kill));
        kinds.add(new Kind("instance stopped past its lease", this::stop));
        kinds.add(new Kind("partner's fault", this::fault));
        kinds.add(new Kind("partner's fault", this::fault));
        kinds.add(new Kind("network to a partner", this::weatherOut));
        kinds.add(new Kind("network to the hub", this::weatherIn));
        kinds.add(new Kind("broker killed", this::brokerKilled));
        kinds.add(new Kind("broker wiped", this::brokerWiped));
        kinds.add(
                new Kind("connections terminated", () -> stage.database().terminateConnections()));
        kinds.add(new Kind("database killed", this::databaseKilled));
        kinds.add(new Kind("database restarted", this::databaseRestarted));
        kinds.add(new Kind("database silent", this::databaseSilent));
        kinds.add(
                new Kind(
                        "streams locked and a deadlock",
                        () -> stage.database().holdStreams(1_000 + random.nextInt(2_000))));
        if (stage.disk().mounted()) {
            kinds.add(new Kind("disk full for database and broker", this::diskFull));
        }
    }

    /** How often each was brought. */
    Map<String, Integer> brought() {
        return brought;
    }

    /** One trouble, from its beginning to its end. */
    void next() throws IOException, InterruptedException {
        var kind = kinds.get(random.nextInt(kinds.size()));
        diary.write(Diary.line().put("trouble", kind.name()));
        brought.merge(kind.name(), 1, Integer::sum);
        try {
            kind.trouble().bring();
        } catch (SQLException asExpected) {
            // The database was away, or chose this session to break a ring.
        }
        diary.write(Diary.line().put("over", kind.name()));
    }

    /** Everything that can be mended from outside is well again. */
    void heal() throws IOException, InterruptedException {
        for (var partner : stage.partners()) {
            partner.fault("{\"mode\":\"none\"}");
            partner.proxy().weather(Proxy.Weather.CLEAR);
        }
        stage.intake().forEach(proxy -> proxy.weather(Proxy.Weather.CLEAR));
        stage.disk().relieve();
        if (!stage.broker().alive()) {
            stage.broker().start();
        }
    }

    /** One that lives; one that is still starting is left to it. */
    private void kill() throws InterruptedException {
        var instance = any(stage.instances());
        if (instance.answers()) {
            instance.kill();
        }
    }

    private void stop() throws IOException, InterruptedException {
        var instance = any(stage.instances());
        instance.signal("STOP");
        try {
            Thread.sleep(7_000 + random.nextInt(3_000));
        } finally {
            instance.signal("CONT");
        }
    }

    private void fault() throws InterruptedException {
        var partner = any(stage.partners());
        var fault = any(FAULTS);
        diary.write(Diary.line().put("partner", partner.name()).put("fault", fault));
        brought.merge("partner's fault: " + fault, 1, Integer::sum);
        partner.fault(
                "{\"mode\":\"%s\",\"every\":%d,\"millis\":%d}"
                        .formatted(fault, 1 + random.nextInt(3), millis(fault)));
        Thread.sleep(2_000 + random.nextInt(4_000));
        partner.fault("{\"mode\":\"none\"}");
    }

    private int millis(String fault) {
        return switch (fault) {
            case "slow" -> 20;
            case "delay", "late" -> 500 + random.nextInt(4_000);
            default -> 2_000;
        };
    }

    private void weatherOut() throws InterruptedException {
        under(any(stage.partners()).proxy());
    }

    private void weatherIn() throws InterruptedException {
        under(any(stage.intake()));
    }

    private void under(Proxy proxy) throws InterruptedException {
        var weather = any(List.of(Proxy.Weather.values()));
        diary.write(Diary.line().put("weather", weather.name()));
        brought.merge("network: " + weather, 1, Integer::sum);
        proxy.weather(weather);
        Thread.sleep(2_000 + random.nextInt(4_000));
        proxy.weather(Proxy.Weather.CLEAR);
    }

    private void brokerKilled() throws IOException, InterruptedException {
        stage.broker().kill();
        Thread.sleep(500 + random.nextInt(3_000));
        stage.broker().start();
    }

    private void brokerWiped() throws IOException, InterruptedException {
        stage.broker().kill();
        stage.broker().wipe();
        Thread.sleep(random.nextInt(1_000));
        stage.broker().start();
    }

    private void databaseKilled() throws IOException, InterruptedException {
        stage.database().kill();
        Thread.sleep(random.nextInt(3_000));
        stage.database().start();
    }

    private void databaseRestarted() throws IOException, InterruptedException {
        stage.database().stop();
        Thread.sleep(random.nextInt(2_000));
        stage.database().start();
    }

    private void databaseSilent() throws IOException, InterruptedException {
        stage.database().signal("STOP");
        try {
            Thread.sleep(3_000 + random.nextInt(9_000));
        } finally {
            stage.database().signal("CONT");
        }
    }

    private void diskFull() throws IOException, InterruptedException {
        stage.disk().fill();
        Thread.sleep(3_000 + random.nextInt(3_000));
        stage.disk().relieve();
        if (!stage.broker().alive()) {
            stage.broker().start();
        }
        if (!stage.database().answers()) {
            stage.database().stop();
            stage.database().start();
        }
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
