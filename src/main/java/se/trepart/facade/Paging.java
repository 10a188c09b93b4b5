package se.trepart.facade;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads which page of something is asked for. */
final class Paging {
    private static final Set<String> BESIDE_PAGE =
            Stream.of(PageLinks.KEY, "_format", "_pretty").collect(Collectors.toUnmodifiableSet());

    private Paging() {}

    /** The parameters as they came, or those of the link that was followed, with its place. */
    static PageLinks.Page page(Request request, String path, PageLinks links) {
        var token = request.parameters().single(PageLinks.KEY);
        if (token.isEmpty()) {
            return new PageLinks.Page(request.parameters(), null);
        }
        var beside =
                request.parameters()
                        .only(BESIDE_PAGE, request.lenient())
                        .without(Set.of(PageLinks.KEY));
        var page = links.page(path, token.get());
        return new PageLinks.Page(page.parameters().overriddenBy(beside), page.cursor());
    }
}
