package se.trepart.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All processes of a torture: database, broker, partners, two instances, and what lies between. */
final class Stage implements AutoCloseable {
    private static final int SMALL_DISK = 900;

    private final SmallDisk disk;
    private final Database database;
    private final Broker broker;
    private final List<Partner> partners;
    private final List<Instance> instances;
    private final List<Proxy> intake;
    private final List<HubDoors> doors;

    private Stage(
            SmallDisk disk,
            Database database,
            Broker broker,
            List<Partner> partners,
            List<Instance> instances,
            List<Proxy> intake,
            List<HubDoors> doors) {
        this.disk = disk;
        this.database = database;
        this.broker = broker;
        this.partners = partners;
        this.instances = instances;
        this.intake = intake;
        this.doors = doors;
    }

    /** Everything is started but the instances. */
    static Stage set(Path run, Optional<Path> previous) throws IOException, InterruptedException {
        var ports = Ports.free(2 + 2 * 4);
        var disk = SmallDisk.mount(run.resolve("small-disk"), SMALL_DISK);
        var database = new Database(disk.folder().resolve("postgres"), ports.get(0));
        database.start();
        var broker =
                new Broker(
                        disk.folder().resolve("artemis"), run.resolve("broker.log"), ports.get(1));
        broker.start();
        var partners = List.of(Partner.start("pasis", run), Partner.start("primary-care", run));
        var settings = settings(database, broker, partners);
        var instances = new ArrayList<Instance>();
        var intake = new ArrayList<Proxy>();
        var doors = new ArrayList<HubDoors>();
        for (var number = 0; number < 2; number++) {
            var own = ports.subList(2 + 4 * number, 6 + 4 * number);
            instances.add(
                    new Instance(
                            "hub-" + (number + 1),
                            new HubDoors(own.get(0), own.get(1)),
                            own.get(2),
                            run,
                            settings,
                            previous));
            var proxy = new Proxy(own.get(3), own.get(1));
            intake.add(proxy);
            doors.add(new HubDoors(own.get(0), own.get(1)));
            doors.add(new HubDoors(own.get(0), proxy.port()));
        }
        return new Stage(disk, database, broker, partners, instances, intake, doors);
    }

    private static List<String> settings(Database database, Broker broker, List<Partner> partners) {
        return List.of(
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=postgres",
                "--spring.datasource.hikari.maximum-pool-size=16",
                "--spring.artemis.broker-url=" + broker.url(),
                "--trepart.destination.pasis.address=" + partners.get(0).address(),
                "--trepart.destination.primary-care.address=" + partners.get(1).address(),
                "--trepart.delivery.lease=6s",
                "--trepart.delivery.answer-timeout=2s",
                "--trepart.delivery.back-off-first=200ms",
                "--trepart.delivery.back-off-most=2s");
    }

    SmallDisk disk() {
        return disk;
    }

    Database database() {
        return database;
    }

    Broker broker() {
        return broker;
    }

    List<Partner> partners() {
        return partners;
    }

    List<Instance> instances() {
        return instances;
    }

    /** The proxies before the instances' MLLP doors. */
    List<Proxy> intake() {
        return intake;
    }

    /** Every way in, with a proxy and without. */
    List<HubDoors> doors() {
        return doors;
    }

    @Override
    public void close() throws IOException {
        instances.forEach(Instance::stop);
        for (var proxy : intake) {
            proxy.close();
        }
        for (var partner : partners) {
            partner.close();
        }
        broker.close();
        database.close();
        disk.close();
        Files.deleteIfExists(disk.folder());
    }
}
