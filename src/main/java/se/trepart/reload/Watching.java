package se.trepart.reload;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import se.trepart.mapping.Mappings;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Watches both folders for as long as the hub runs. */
@Component
class Watching implements DisposableBean {
    private final MappingReload mappings;
    private final RouteReload routes;
    private final Mappings inForce;
    private final Clock clock;
    private final Path mappingsFolder;
    private final Path routesFolder;
    private final Duration settle;
    private final List<FolderWatch> watches = new ArrayList<>();

    Watching(
            MappingReload mappings,
            RouteReload routes,
            Mappings inForce,
            Clock clock,
            @Value("${trepart.mappings-dir}") Path mappingsFolder,
            @Value("${trepart.routes-dir}") Path routesFolder,
            @Value("${trepart.reload.settle}") Duration settle) {
        this.mappings = mappings;
        this.routes = routes;
        this.inForce = inForce;
        this.clock = clock;
        this.mappingsFolder = mappingsFolder;
        this.routesFolder = routesFolder;
        this.settle = settle;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() throws IOException {
        inForce.put(inForce.current(), clock.instant());
        watches.add(FolderWatch.over(mappingsFolder, settle, mappings::look));
        watches.add(FolderWatch.over(routesFolder, settle, routes::look));
    }

    @Override
    public void destroy() throws IOException {
        for (var watch : watches) {
            watch.close();
        }
    }
}
