package se.trepart.facade;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.facade.Content.Link;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * {@code GET Type?…} and {@code POST Type/_search}: one page of what matches, read in one snapshot
 * with its total and what is included.
 */
@Component
class Search implements Interaction {
    private final Matches matches;
    private final PageLinks links;
    private final TransactionTemplate transaction;
    private final Clock clock = Clock.systemUTC();

    Search(Matches matches, PageLinks links, PlatformTransactionManager transactions) {
        this.matches = matches;
        this.links = links;
        transaction = new TransactionTemplate(transactions);
        transaction.setReadOnly(true);
        transaction.setTimeout((int) Planning.LONGEST.toSeconds());
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    @Override
    public Answer answer(Request request) {
        var type = request.path().getFirst();
        var page = Paging.page(request, type, links);
        var search = SearchRequest.parse(type, page.parameters(), request, clock.instant());
        return Answer.ok(search.representation(), found(search, page.cursor(), request.base()));
    }

    /** In a transaction, but for what one statement tells, which has a snapshot of its own. */
    private Content found(SearchRequest search, @Nullable Cursor cursor, String base) {
        return Matches.atOnce(search, cursor)
                ? bundle(search, cursor, base)
                : Objects.requireNonNull(
                        transaction.execute(status -> bundle(search, cursor, base)));
    }

    private Matches.Page page(SearchRequest search, @Nullable Cursor cursor) {
        return search.count() == 0
                ? new Matches.Page(List.of(), List.of(), null, "")
                : matches.page(search, cursor);
    }

    private static boolean more(SearchRequest search, Matches.Page page) {
        return page.rows().size() > search.count();
    }

    private Content bundle(SearchRequest search, @Nullable Cursor cursor, String base) {
        var found = page(search, cursor);
        var rows = found.rows().stream().limit(search.count()).toList();
        var urls = new ArrayList<Link>();
        urls.add(
                new Link("self", cursor == null ? self(search, base) : link(search, cursor, base)));
        var more = more(search, found);
        if (more) {
            var last = rows.getLast();
            var seen = cursor == null ? found.snapshot() : cursor.snapshot();
            var next = new Cursor(last.order(), last.version().key(), seen);
            urls.add(new Link("next", link(search, next, base)));
        }
        var complete = cursor == null && search.count() > 0 && !more;
        Long total = null;
        if (search.total() || search.count() == 0) {
            total =
                    complete
                            ? Long.valueOf(rows.size())
                            : Objects.requireNonNullElseGet(
                                    found.total(), () -> matches.count(search));
        }
        return new Content.Bundle(
                "searchset", total, urls, Bundles.found(base, rows, beside(rows, found.beside())));
    }

    /** What is no match itself. */
    private static List<Version> beside(List<Row> rows, List<Version> reached) {
        var matches = rows.stream().map(row -> row.version().key()).collect(Collectors.toSet());
        return reached.stream().filter(one -> !matches.contains(one.key())).toList();
    }

    private String link(SearchRequest search, @Nullable Cursor cursor, String base) {
        return links.url(base, search.type(), new PageLinks.Page(search.understood(), cursor));
    }

    /** What was understood, readable; sealed like a page when it could tell who somebody is. */
    private String self(SearchRequest search, String base) {
        return search.personal()
                ? link(search, null, base)
                : PageLinks.plain(base, search.type(), search.understood());
    }
}
