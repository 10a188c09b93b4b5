package se.trepart.torture;

import org.jspecify.annotations.Nullable;

import se.trepart.simulator.MllpClient;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** HL7 v2 by MLLP: one message, one answer; after silence the connection is closed. */
final class MllpTelling implements Telling {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final List<HubDoors> doors;
    private int turn;
    private @Nullable MllpClient client;

    MllpTelling(List<HubDoors> doors, int turn) {
        this.doors = doors;
        this.turn = turn;
    }

    @Override
    public Answered tell(Item item) {
        try {
            if (client == null) {
                client = connect();
            }
            var answer = read(client.send(item.bytes()));
            if (!item.stubborn()) {
                close();
            }
            return answer;
        } catch (IOException broken) {
            close();
            return Answered.NOTHING;
        }
    }

    private MllpClient connect() throws IOException {
        var port = doors.get(Math.floorMod(turn++, doors.size())).mllp();
        return MllpClient.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE);
    }

    private static Answered read(byte[] answer) {
        var text = new String(answer, StandardCharsets.ISO_8859_1);
        return Arrays.stream(text.split("[\r\n]+"))
                .filter(segment -> segment.startsWith("MSA|"))
                .map(segment -> segment.split("\\|", -1))
                .map(msa -> new Answered(msa[1], msa.length > 2 ? msa[2] : ""))
                .findFirst()
                .orElse(Answered.NOTHING);
    }

    @Override
    public void close() {
        try {
            if (client != null) {
                client.close();
            }
        } catch (IOException gone) {
            // It is gone, which is what was wanted.
        } finally {
            client = null;
        }
    }
}
