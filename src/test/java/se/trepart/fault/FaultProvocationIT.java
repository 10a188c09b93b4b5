package se.trepart.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import se.trepart.RunningHub;
import se.trepart.simulator.Pasis;
import se.trepart.simulator.Ports;
import se.trepart.simulator.Simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Each code of the catalogue can be brought about, and is told where it should be. A code that
 * nobody can bring about fails here and does not belong in the catalogue; a new one needs its line
 * in {@link ReceptionProvocations}, {@link MappingProvocations}, {@link DeliveryProvocations},
 * {@link OperationProvocations} or {@link CauseProvocations}.
 */
class FaultProvocationIT {
    /** Does what the fault is told for; gives the text that must tell its code. */
    @FunctionalInterface
    interface Provocation {
        String tell() throws Exception;
    }

    @TempDir private static Path data;
    private static Simulator<Pasis> pasis;
    private static RunningHub hub;
    private static Map<FaultCode, Provocation> provocations;

    @BeforeAll
    static void start() throws IOException {
        pasis = Simulator.start(new Pasis(), Ports.FREE, null);
        hub =
                RunningHub.start(
                        data.resolve("hub"),
                        pasis.mllpPort(),
                        RunningHub.freePort(),
                        "--trepart.delivery.answer-timeout=1s",
                        "--trepart.delivery.back-off-first=100ms",
                        "--trepart.delivery.back-off-most=500ms",
                        "--trepart.feed.mllp.largest-frame=64KB",
                        "--trepart.subscription.endpoints=http://localhost:1/",
                        "--trepart.subscription.failures-until-error=1");
        provocations = new EnumMap<>(FaultCode.class);
        provocations.putAll(new ReceptionProvocations(hub).all());
        provocations.putAll(new MappingProvocations(hub, data.resolve("mappings")).all());
        provocations.putAll(new DeliveryProvocations(hub, pasis).all());
        provocations.putAll(new OperationProvocations(hub).all());
        provocations.putAll(new CauseProvocations(hub).all());
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
        pasis.close();
    }

    @ParameterizedTest
    @EnumSource
    void isToldWhenItIsBroughtAbout(FaultCode code) throws Exception {
        // given
        assertThat(provocations).as("how the fault is brought about").containsKey(code);
        // when
        var told = Objects.requireNonNull(provocations.get(code)).tell();
        // then
        assertThat(told).contains(code.code());
    }

    @Test
    void theCatalogueIsServedAsAPageForPeopleAndAsJsonForWhoAsksForThat() {
        // when
        var browser = hub.get("/api/faults", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        var anybody = hub.get("/api/faults");
        var program = hub.get("/api/faults", "Accept", "application/json");
        // then
        assertThat(List.of(browser, anybody))
                .allSatisfy(page -> {
                    assertThat(page.headers().firstValue("Content-Type"))
                            .hasValue("text/html;charset=UTF-8");
                    assertThat(page.body()).isEqualTo(FaultsPage.html());
                });
        assertThat(program.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(program.body())
                .contains(Arrays.stream(FaultCode.values()).map(FaultCode::code).toList())
                .contains(FaultCode.TRP_202.remedy());
    }
}
