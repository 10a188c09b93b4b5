package se.trepart.facade.subscription;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls subscribers' endpoints: one request, no redirect is followed, and nothing of the answer
 * counts but its status.
 */
@Component
class EndpointCalls implements DisposableBean {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http =
            HttpClient.newBuilder()
                    .executor(threads)
                    .followRedirects(Redirect.NEVER)
                    .version(Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    /**
     * A request.
     *
     * @param body JSON; empty: none, and no content type
     */
    record Call(String method, URI to, Map<String, String> headers, String body) {}

    /** Makes the call; why it did not succeed, or nothing when it did. */
    Optional<Fault> make(Call call, Duration timeout) {
        var request =
                HttpRequest.newBuilder(call.to())
                        .timeout(timeout)
                        .method(
                                call.method(),
                                call.body().isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(call.body()));
        call.headers().forEach(request::header);
        if (!call.body().isEmpty()) {
            request.header("Content-Type", Definitions.JSON);
        }
        var answer = http.sendAsync(request.build(), BodyHandlers.discarding());
        try {
            var status = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            return status / 100 == 2
                    ? Optional.empty()
                    : Optional.of(
                            fault(
                                    "HTTP "
                                            + status
                                            + (status / 100 == 3
                                                    ? ", redirects are not followed"
                                                    : "")));
        } catch (TimeoutException late) {
            answer.cancel(true);
            return Optional.of(fault("no whole answer within " + timeout));
        } catch (ExecutionException failed) {
            var cause = failed.getCause();
            return Optional.of(
                    fault(
                            cause instanceof java.net.http.HttpTimeoutException
                                    ? "no answer within " + timeout
                                    : "no connection"));
        } catch (InterruptedException stopped) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return Optional.of(fault("the hub was stopped"));
        }
    }

    static Fault fault(String why) {
        return new Fault(FaultCode.TRP_411, "Subscription.channel.endpoint", why);
    }

    @Override
    public void destroy() {
        http.shutdownNow();
        threads.shutdownNow();
    }
}
