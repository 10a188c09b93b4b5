package se.trepart.feed;

import jakarta.servlet.ServletException;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;

/**
 * Keeps who drips bodies from taking the web server's threads: a body comes within its time, and no
 * address has more than its share of slow ones under way; else the connection is closed.
 */
final class HttpBodies extends ValveBase {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Duration most;
    private final Turnstile slow;

    /**
     * With both limits.
     *
     * @param most from a body's first byte to its last
     * @param slow how many may take more than a second
     */
    HttpBodies(Duration most, Turnstile slow) {
        super(true);
        this.most = most;
        this.slow = slow;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var coyote = request.getCoyoteRequest();
        var unlimited = coyote.getInputBuffer();
        var body = new Body(coyote, unlimited, request.getPeerAddr());
        coyote.setInputBuffer(body);
        try {
            getNext().invoke(request, response);
        } finally {
            body.leave();
            coyote.setInputBuffer(unlimited);
        }
    }

    /** One body on its way in. */
    private final class Body implements InputBuffer {
        private final org.apache.coyote.Request request;
        private final InputBuffer buffer;
        private final InetAddress sender;
        private final long began = System.nanoTime();
        private boolean entered;

        Body(org.apache.coyote.Request request, InputBuffer buffer, String sender) {
            this.request = request;
            this.buffer = buffer;
            this.sender = InetAddress.ofLiteral(sender);
        }

        @Override
        public int doRead(ApplicationBufferHandler handler) throws IOException {
            var taken = System.nanoTime() - began;
            if (taken > most.toNanos() || (taken > SOON.toNanos() && !mayBeSlow())) {
                // At once: else what is left of it would be waited for, to be thrown away.
                request.action(ActionCode.CLOSE_NOW, null);
                throw new IOException("the body took too long");
            }
            var read = buffer.doRead(handler);
            if (read < 0) {
                leave();
            }
            return read;
        }

        @Override
        public int available() {
            return buffer.available();
        }

        private boolean mayBeSlow() {
            entered = entered || slow.enter(sender);
            return entered;
        }

        /** It is here, or nobody reads it any more. */
        void leave() {
            if (entered) {
                entered = false;
                slow.leave(sender);
            }
        }
    }
}
