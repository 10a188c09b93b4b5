package se.trepart.simulator;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One partner on the network: an MLLP port with faults that can be switched on, and an HTTP port
 * for those who look on.
 *
 * @param <P> the partner that is played
 */
public final class Simulator<P extends Partner> implements AutoCloseable {
    private final P partner;
    private final Faults faults = new Faults();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Reception reception;
    private final Witness witness;
    private final Listener listener;
    private final Desk desk;

    private Simulator(P partner, Ports ports, Witness witness) throws IOException {
        this.partner = partner;
        this.witness = witness;
        this.reception = new Reception(partner);
        this.desk = new Desk(ports.http(), this);
        try {
            this.listener =
                    new Listener(
                            ports.mllp(),
                            socket ->
                                    new Exchange(
                                                    connections.incrementAndGet(),
                                                    socket,
                                                    faults,
                                                    reception,
                                                    witness,
                                                    time -> listener().down(time, () -> {}))
                                            .run());
        } catch (IOException e) {
            desk.close();
            throw e;
        }
    }

    /**
     * Starts a partner; it listens when this returns.
     *
     * @param witnessFile where its frames are appended; null keeps them only while it runs
     * @throws IOException if a port is taken, or the file cannot be written
     */
    public static <P extends Partner> Simulator<P> start(
            P partner, Ports ports, @Nullable Path witnessFile) throws IOException {
        Witness witness = Witness.open(partner.name(), witnessFile);
        try {
            Simulator<P> simulator = new Simulator<>(partner, ports, witness);
            witness.at(simulator.mllpPort());
            simulator.listener.open();
            simulator.desk.open();
            return simulator;
        } catch (IOException e) {
            witness.close();
            throw e;
        }
    }

    /** The partner that is played, for what it does by itself. */
    public P partner() {
        return partner;
    }

    /** The MLLP port. */
    public int mllpPort() {
        return listener.port();
    }

    /** The HTTP port. */
    public int httpPort() {
        return desk.port();
    }

    /** Switches a fault on, as {@code POST /faults} does; {@link Fault#NONE} heals at once. */
    public synchronized void set(Fault fault) {
        Runnable off = faults.set(fault);
        if (fault.mode() == Fault.Mode.DOWN && !fault.choosesMessages()) {
            listener.down(java.time.Duration.ofMillis(fault.length()), off);
        } else {
            listener.up();
        }
    }

    /** The fault that is switched on. */
    public Fault fault() {
        return faults.present();
    }

    /** What the partner holds. */
    public Extract extract() {
        return reception.extract();
    }

    /** Waits until somebody closes the simulator. */
    public void awaitClose() throws InterruptedException {
        closed.await();
    }

    /** Stops listening and drops all connections. */
    @Override
    public void close() throws IOException {
        listener.close();
        desk.close();
        witness.close();
        closed.countDown();
    }

    Witness witness() {
        return witness;
    }

    private Listener listener() {
        return listener;
    }
}
