package se.trepart.facade;

import org.springframework.stereotype.Component;

import se.trepart.projection.fhir.SearchParameters;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Finds the interaction that a request asks for, by its method and path. */
@Component
class Interactions {
    private final Read read;
    private final Vread vread;
    private final History history;
    private final Search search;
    private final Capabilities capabilities;
    private final TaskUpdate taskUpdate;
    private final Validate validate;
    private final Everything everything;
    private final Batch batch;
    private final ApiDescription description;
    private final SubscriptionInteractions subscriptions;

    Interactions(
            Read read,
            Vread vread,
            History history,
            Search search,
            Capabilities capabilities,
            TaskUpdate taskUpdate,
            Validate validate,
            Everything everything,
            Batch batch,
            ApiDescription description,
            SubscriptionInteractions subscriptions) {
        this.subscriptions = subscriptions;
        this.read = read;
        this.vread = vread;
        this.history = history;
        this.search = search;
        this.capabilities = capabilities;
        this.taskUpdate = taskUpdate;
        this.validate = validate;
        this.everything = everything;
        this.batch = batch;
        this.description = description;
    }

    /**
     * What answers at this path, by method; HEAD goes as GET.
     *
     * @throws se.trepart.fault.FaultException 404 when nothing does
     */
    Map<String, Interaction> at(List<String> path) {
        var found = byMethod(path);
        if (found.isEmpty()) {
            throw Refusals.noSuchPath(SearchParameters.served().types());
        }
        var all = new LinkedHashMap<>(found);
        var get = all.get("GET");
        if (get != null) {
            all.put("HEAD", get);
        }
        return all;
    }

    private SequencedMap<String, Interaction> byMethod(List<String> path) {
        var methods = new LinkedHashMap<String, Interaction>();
        if (path.isEmpty()) {
            methods.put("OPTIONS", capabilities);
            methods.put("POST", batch);
            return methods;
        }
        if (path.equals(List.of("metadata"))) {
            methods.put("GET", capabilities);
            return methods;
        }
        if (path.equals(List.of("api-docs"))) {
            methods.put("GET", description);
            return methods;
        }
        if (path.getFirst().equals(SubscriptionInteractions.TYPE)) {
            methods.putAll(subscriptions.at(path));
            return methods;
        }
        if (SearchParameters.served().of(path.getFirst()).isEmpty()) {
            return methods;
        }
        switch (path.size()) {
            case 1 -> methods.put("GET", search);
            case 2 -> {
                switch (path.get(1)) {
                    case "_search" -> methods.put("POST", search);
                    case "_history" -> methods.put("GET", history);
                    case "$validate" -> methods.put("POST", validate);
                    case String id when id.startsWith("$") || id.startsWith("_") -> {}
                    default -> {
                        methods.put("GET", read);
                        if (path.getFirst().equals("Task")) {
                            methods.put("PUT", taskUpdate);
                            methods.put("PATCH", taskUpdate);
                        }
                    }
                }
            }
            case 3 -> {
                switch (path.get(2)) {
                    case "_history" -> methods.put("GET", history);
                    case "$validate" -> methods.put("POST", validate);
                    case "$everything" -> {
                        if (path.getFirst().equals("Encounter")) {
                            methods.put("GET", everything);
                            methods.put("POST", everything);
                        }
                    }
                    default -> {}
                }
            }
            case 4 -> {
                if (path.get(2).equals("_history")) {
                    methods.put("GET", vread);
                }
            }
            default -> {}
        }
        return methods;
    }
}
