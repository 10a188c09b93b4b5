package se.trepart.facade;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.RestfulServer;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * HAPI's server with our interactions in front: every request is read strictly before HAPI's own
 * parsing, and stored JSON leaves without being parsed. Whatever goes wrong is an OperationOutcome.
 */
final class FhirServer extends RestfulServer {
    private static final long serialVersionUID = 1L;

    private final transient Answering answering;
    private final transient Encoding encoding;

    FhirServer(FhirContext fhir, Answering answering) {
        super(fhir);
        this.answering = answering;
        this.encoding = new Encoding(fhir);
        setServerName("Trepart");
    }

    @Override
    protected void service(HttpServletRequest http, HttpServletResponse response)
            throws IOException {
        var answer =
                Answering.orRefusal(
                        Representation.PLAIN,
                        () -> {
                            var request = RequestReader.read(http);
                            var wished = Answering.wished(request);
                            return Answering.orRefusal(
                                    wished, () -> encoded(answering.answer(request)));
                        });
        send(encoded(answer), http.getMethod().equals("HEAD"), response);
    }

    /** With its content as text, so that trouble in writing it is told too. */
    private Answer encoded(Answer answer) {
        var content = answer.content();
        if (content == null || content instanceof Content.Text) {
            return answer;
        }
        var representation = answer.representation();
        var type = representation.format().mediaType() + ";charset=UTF-8";
        return new Answer(
                answer.status(),
                answer.headers(),
                representation,
                new Content.Text(type, encoding.text(content, representation)));
    }

    private static void send(Answer answer, boolean headersOnly, HttpServletResponse response)
            throws IOException {
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setHeader("Vary", "Accept");
        response.setHeader("Cache-Control", "no-cache, private");
        if (answer.content() instanceof Content.Text text) {
            var body = text.text().getBytes(StandardCharsets.UTF_8);
            response.setContentType(text.mediaType());
            response.setContentLength(body.length);
            if (!headersOnly) {
                response.getOutputStream().write(body);
            }
        }
    }
}
