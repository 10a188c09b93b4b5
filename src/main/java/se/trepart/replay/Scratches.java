package se.trepart.replay;

import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.stereotype.Component;

import java.sql.SQLException;

import javax.sql.DataSource;

/**
 * Opens scratches, each over a connection outside the pool, for its session is not one to give
 * back.
 */
@Component
class Scratches {
    private final DataSource database;
    private final ConfigurableEnvironment environment;

    Scratches(DataSource database, ConfigurableEnvironment environment) {
        this.database = database;
        this.environment = environment;
    }

    Scratch open() throws SQLException {
        var own =
                DataSourceBuilder.derivedFrom(database).type(SimpleDriverDataSource.class).build();
        var url = own.getUrl();
        own.setUrl(
                url
                        + (url == null || !url.contains("?") ? "?" : "&")
                        + "logServerErrorDetail=false");
        return Scratch.open(own, environment);
    }
}
