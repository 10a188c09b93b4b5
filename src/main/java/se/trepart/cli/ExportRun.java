package se.trepart.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import se.trepart.torture.Export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Callable;

/**
 * {@code ./trepart export-run}: the hub's log and ledger as verify-run reads them: ids, hashes and
 * states, nothing of what the messages say.
 */
@Command(
        name = "export-run",
        description = "Writes the hub's log and ledger into a run's folder, for verify-run.",
        mixinStandardHelpOptions = true)
final class ExportRun implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The folder with the run's files.")
    private Path folder = Path.of("");

    @Option(
            names = "--url",
            paramLabel = "JDBC-URL",
            required = true,
            description = "The hub's database, with its user and password.")
    private String url = "";

    @Override
    public Integer call() throws IOException, SQLException {
        Files.createDirectories(folder);
        try (var connection = DriverManager.getConnection(url)) {
            return Export.write(connection, folder) > 0 ? 0 : 1;
        }
    }
}
