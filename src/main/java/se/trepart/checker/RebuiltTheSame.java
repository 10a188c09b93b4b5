package se.trepart.checker;

import java.util.List;

/** Everything made again from the log alone is what is stored. */
record RebuiltTheSame() implements Assertion {
    @Override
    public String sentence() {
        return "stored state and resources are those rebuilt from empty";
    }

    @Override
    public Finding check(Run run) {
        return run.rebuild()
                .map(rebuild ->
                        new Finding(
                                sentence(),
                                rebuild.compared(),
                                rebuild.differing().stream().map(id -> id + ": differs").toList()))
                .orElseGet(() -> new Finding(sentence(), 0, List.of("nothing was rebuilt")));
    }
}
