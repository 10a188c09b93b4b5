package se.trepart.simulator;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Consumer;

/** One connection to a partner: reads frames, lets the present fault strike, answers in order. */
final class Exchange {
    private final int number;
    private final Socket socket;
    private final Faults faults;
    private final Reception reception;
    private final Witness witness;
    private final Consumer<Duration> down;
    private String previousId = "";

    Exchange(
            int number,
            Socket socket,
            Faults faults,
            Reception reception,
            Witness witness,
            Consumer<Duration> down) {
        this.number = number;
        this.socket = socket;
        this.faults = faults;
        this.reception = reception;
        this.witness = witness;
        this.down = down;
    }

    /** Goes on until one end closes. */
    void run() throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        Reading reading = new Reading();
        try {
            byte @Nullable [] message = Mllp.read(in, reading);
            while (message != null && serve(message, reading.turn)) {
                message = Mllp.read(in, reading);
            }
        } catch (HungUp e) {
            in.skipNBytes(in.available());
        }
    }

    /** Deals with one message; false when the connection has ended by it. */
    private boolean serve(byte[] message, Faults.Turn turn) throws IOException {
        Fault fault = turn.whenRead(MessageHeader.decode(message));
        if (fault.mode() == Fault.Mode.CLOSE_BEFORE) {
            return false;
        }
        witness.received(number, message, fault.mode());
        boolean goesOn = serve(message, fault);
        previousId = MessageHeader.field(message, 10);
        return goesOn;
    }

    private boolean serve(byte[] message, Fault fault) throws IOException {
        return switch (fault.mode()) {
            case NONE, SLOW -> answer(reception.receive(message));
            case DELAY -> {
                pause(fault.length());
                yield answer(reception.receive(message));
            }
            case SILENT -> {
                reception.receive(message);
                yield true;
            }
            case LATE -> answerLater(reception.receive(message), fault.length());
            case TWICE -> {
                Answer answer = reception.receive(message);
                answer(answer);
                yield answer(answer);
            }
            case OTHER_ID -> answer(reception.receive(message).claimingToAnswer(otherId(message)));
            case CLOSE_BEFORE -> false;
            case CLOSE_AFTER -> {
                reception.receive(message);
                yield false;
            }
            case RESET -> {
                socket.setSoLinger(true, 0);
                yield false;
            }
            case REFUSE_AE ->
                    answer(reception.refuse(message, "AE", "Systemet är tillfälligt ur funktion."));
            case REFUSE_AR -> answer(reception.refuse(message, "AR", "Meddelandet tas inte emot."));
            case DOWN -> {
                down.accept(Duration.ofMillis(fault.length()));
                yield false;
            }
        };
    }

    private boolean answer(Answer answer) throws IOException {
        synchronized (socket) {
            witness.answered(number, answer);
            Mllp.write(socket.getOutputStream(), answer.bytes());
        }
        return true;
    }

    private boolean answerLater(Answer answer, long millis) {
        Thread.startVirtualThread(() -> {
            try {
                pause(millis);
                answer(answer);
            } catch (IOException e) {
                // The sender has not waited.
            }
        });
        return true;
    }

    /** The id of the message before on this connection, else one that nobody has sent. */
    private String otherId(byte[] message) {
        return previousId.isEmpty() ? MessageHeader.field(message, 10) + "X" : previousId;
    }

    private static void pause(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    /** Lets a fault strike while a frame is being read. */
    private final class Reading implements Mllp.Watcher {
        private Faults.Turn turn = faults.turn();

        @Override
        public void begun() throws IOException {
            turn = faults.turn();
            strike(turn.whileReading(() -> ""));
        }

        @Override
        public void beforeByte() throws IOException {
            Fault fault = turn.present();
            if (fault.mode() == Fault.Mode.SLOW) {
                pause(fault.length());
            }
        }

        @Override
        public void afterSegment(ByteArrayOutputStream soFar) throws IOException {
            strike(turn.whileReading(() -> MessageHeader.decode(soFar.toByteArray())));
        }

        private void strike(Fault fault) throws IOException {
            if (fault.mode() == Fault.Mode.CLOSE_BEFORE) {
                throw new HungUp();
            }
        }
    }

    /** The partner closes in the middle of a message. */
    private static final class HungUp extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
