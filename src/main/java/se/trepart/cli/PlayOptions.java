package se.trepart.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import picocli.CommandLine.Option;

import se.trepart.simulator.DriverDay;
import se.trepart.simulator.DriverPlay;
import se.trepart.simulator.PrimaryCare;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How {@code simulate primary-care} plays a random day of its own. */
final class PlayOptions {
    @Option(names = "--play", description = "Play a random day of visits into the hub.")
    private boolean play;

    @Option(
            names = "--hub",
            paramLabel = "HOST:PORT",
            description = "Where the hub takes HL7 v2. Default: ${DEFAULT-VALUE}")
    private String hub = "localhost:2575";

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed is the same day. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(names = "--date", paramLabel = "DATE", description = "The day. Default: today.")
    private Optional<LocalDate> date = Optional.empty();

    @Option(
            names = "--units",
            paramLabel = "FILE",
            description = "Who takes part. Default: ${DEFAULT-VALUE}")
    private Path units = Path.of("mappings/registry/units.yaml");

    /**
     * Plays the day if that was asked for.
     *
     * @return how many messages got each answer; nothing if nothing was to be played
     */
    Optional<Map<String, Integer>> play(PrimaryCare primaryCare)
            throws IOException, InterruptedException {
        if (!play) {
            return Optional.empty();
        }
        LocalDate day = date.orElseGet(() -> LocalDate.now(ZoneId.of("Europe/Stockholm")));
        return Optional.of(
                DriverPlay.into(address(), DriverDay.random(seed, day, units()), primaryCare));
    }

    private InetSocketAddress address() throws IOException {
        int colon = hub.lastIndexOf(':');
        if (colon < 1 || !hub.substring(colon + 1).matches("\\d{1,5}")) {
            throw new IOException("--hub is HOST:PORT");
        }
        return new InetSocketAddress(
                hub.substring(0, colon), Integer.parseInt(hub.substring(colon + 1)));
    }

    private DriverDay.Units units() throws IOException {
        List<String> vardcentraler = new ArrayList<>();
        List<String> clinics = new ArrayList<>();
        JsonNode groups = new YAMLMapper().readTree(Files.readString(units)).path("units");
        for (JsonNode group : groups) {
            List<String> members =
                    group.path("kind").asText().equals("clinic") ? clinics : vardcentraler;
            group.path("members").forEach(unit -> members.add(unit.path("hsaId").asText()));
        }
        return new DriverDay.Units(List.copyOf(vardcentraler), List.copyOf(clinics));
    }
}
