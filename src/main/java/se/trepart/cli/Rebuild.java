package se.trepart.cli;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import se.trepart.embedded.Store;
import se.trepart.replay.RebuildCheck;
import se.trepart.replay.RebuildReport;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

import javax.sql.DataSource;

/**
 * {@code ./trepart rebuild}: makes everything that follows from the raw messages again, and puts it
 * in the place of what is stored, or only compares. Status 0 only when something was compared and
 * all of it was the same in the end.
 */
@Command(
        name = "rebuild",
        description = {
            "Rebuilds events, states, targets and resources from the raw messages, each with the"
                    + " mapping set that was recorded for it, and puts what differs in the place"
                    + " of what is stored: resources get a next version, deliveries are left"
                    + " alone.",
            "Opens the database of spring.datasource.url, or the one below the data directory,"
                    + " beside a running hub or without one."
        },
        mixinStandardHelpOptions = true)
final class Rebuild implements Callable<Integer> {
    @Spec private @Nullable CommandSpec command;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where the hub keeps its data; trepart.data-dir unless told.")
    private @Nullable Path dataDir;

    @Option(names = "--json", description = "For machines.")
    private boolean json;

    @Parameters(
            arity = "0..*",
            paramLabel = "--SETTING=VALUE",
            description = "The hub's settings, as serve takes them.")
    private List<String> settings = List.of();

    @Option(names = "--check", description = "Compares, and changes nothing.")
    private boolean check;

    /** An application of nothing but the hub's settings. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    static class Settings {}

    @Override
    public Integer call() throws IOException, SQLException {
        try (var application =
                new SpringApplicationBuilder(Settings.class)
                        .web(WebApplicationType.NONE)
                        .bannerMode(Banner.Mode.OFF)
                        .logStartupInfo(false)
                        .run(settings.toArray(String[]::new))) {
            var environment = application.getEnvironment();
            var url = environment.getProperty("spring.datasource.url", "");
            if (dataDir == null && !url.isBlank()) {
                return tell(rebuilt(outside(environment, url), environment));
            }
            var folder =
                    dataDir == null
                            ? Path.of(environment.getRequiredProperty("trepart.data-dir"))
                            : dataDir;
            try (var store = Store.open(folder)) {
                return tell(rebuilt(new DriverManagerDataSource(store.url()), environment));
            }
        }
    }

    private RebuildReport rebuilt(DataSource database, ConfigurableEnvironment environment)
            throws SQLException {
        return check
                ? RebuildCheck.run(database, environment)
                : se.trepart.replay.Rebuild.run(database, environment);
    }

    private static DataSource outside(ConfigurableEnvironment environment, String url) {
        return new DriverManagerDataSource(
                url,
                environment.getProperty("spring.datasource.username", ""),
                environment.getProperty("spring.datasource.password", ""));
    }

    private int tell(RebuildReport report) throws IOException {
        var out = Objects.requireNonNull(command).commandLine().getOut();
        if (json) {
            out.println(
                    new ObjectMapper()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(report.json()));
        } else {
            tell(report, out);
        }
        out.flush();
        return report.proves() ? 0 : 1;
    }

    private static void tell(RebuildReport report, PrintWriter out) {
        var counts = new Columns("rebuilt and compared", "number");
        report.compared().forEach((kind, number) -> counts.line(kind, Long.toString(number)));
        counts.print(out, "");
        if (report.asTheyStand() > 0) {
            out.println(
                    "of which taken as they stand, for they are erased or were told by apps: "
                            + report.asTheyStand());
        }
        out.println();
        if (!report.replaced().isEmpty()) {
            var put = new Columns("put in place", "number");
            report.replaced().forEach((kind, number) -> put.line(kind, Long.toString(number)));
            put.print(out, "");
            out.println();
        }
        if (!report.differences().isEmpty()) {
            report.differences()
                    .forEach(one ->
                            out.println(
                                    String.join(
                                            "  ", one.kind(), one.id(), one.path(), one.what())));
            out.println(report.differences().size() + " places differ.");
        } else if (report.comparedNothing().isEmpty()) {
            out.printf("All is the same. (%.1f s)%n", report.took().toMillis() / 1000.0);
        } else {
            out.println(
                    "Nothing is proved: there is no "
                            + String.join(" and no ", report.comparedNothing())
                            + " in this store.");
        }
    }
}
