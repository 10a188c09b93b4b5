package se.trepart.reload;

import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Swaps changed route files while the hub runs. All files are checked together before any is
 * touched; one that still fails when it is put in is taken out again and its old text put back. A
 * route that a person has stopped stays stopped.
 */
@Component
class RouteReload {
    private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);
    private static final long SECONDS_TO_STOP = 20;

    private final CamelContext camel;
    private final RouteCheck check;
    private final Path folder;
    private RouteFiles inForce;
    private RouteFiles refused = new RouteFiles(java.util.Map.of());

    RouteReload(CamelContext camel, RouteCheck check, @Value("${trepart.routes-dir}") Path folder) {
        this.camel = camel;
        this.check = check;
        this.folder = folder;
        this.inForce = RouteFiles.read(folder);
    }

    /** Looks whether there are other routes than those in force, and not those refused last. */
    synchronized void look() {
        var found = RouteFiles.read(folder);
        if (found.equals(inForce) || found.equals(refused)) {
            return;
        }
        try {
            check.check(found);
            swap(found);
        } catch (RouteRefusal wrong) {
            refused = found;
            LOG.error("routes refused, those before stay in force: {}", wrong.getMessage());
        }
    }

    private void swap(RouteFiles found) {
        var differing = found.differences(inForce);
        var shared = differing.stream().anyMatch(id -> found.isShared(id) || inForce.isShared(id));
        var ids = shared ? union(found) : differing;
        try {
            replace(ids, found);
        } catch (RouteRefusal wrong) {
            replace(ids, inForce);
            throw wrong;
        }
        inForce = found;
        LOG.info("routes in force: {}", String.join(", ", ids));
    }

    private List<String> union(RouteFiles found) {
        var all = new java.util.TreeMap<>(inForce.texts());
        all.putAll(found.texts());
        return List.copyOf(all.keySet());
    }

    private void replace(List<String> ids, RouteFiles by) {
        var stopped = ids.stream().filter(this::isStopped).toList();
        ids.forEach(id -> remove(id, by.text(id)));
        by.ids().stream()
                .filter(ids::contains)
                .forEach(id -> RouteCheck.load(camel, id, by.text(id)));
        stopped.forEach(id -> stop(id, by.text(id)));
    }

    private boolean isStopped(String id) {
        return camel.getRoute(id) != null
                && !camel.getRouteController().getRouteStatus(id).isStarted();
    }

    private void stop(String id, String text) {
        if (camel.getRoute(id) != null) {
            RouteCheck.attempt(
                    id,
                    text,
                    () -> {
                        camel.getRouteController().stopRoute(id, SECONDS_TO_STOP, TimeUnit.SECONDS);
                        return id;
                    });
        }
    }

    private void remove(String id, String text) {
        stop(id, text);
        RouteCheck.attempt(
                id,
                text,
                () -> {
                    if (camel.getRoute(id) != null) {
                        camel.removeRoute(id);
                    }
                    var model = (ModelCamelContext) camel;
                    var shared = model.getRouteConfigurationDefinition(id);
                    if (shared != null) {
                        model.removeRouteConfiguration(shared);
                    }
                    return id;
                });
    }
}
