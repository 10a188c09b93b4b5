package se.trepart.log;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/**
 * Reads what was told about consultations, in an order that loses nothing: by transaction and
 * position, and only transactions that are older than every one still open. Within a consultation
 * that is the order of the commits, since each holds the consultation's lock.
 */
@Component
public class Told {
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    Told(JdbcTemplate jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /**
     * One event as a consultation knows it.
     *
     * @param content the CloudEvent as JSON; its subject may be absent where a visit was joined
     * @param protection of the patient, as it is known when the entry is read: {@code none} or how
     *     the person is protected (contract 5)
     */
    public record Entry(
            String xid, long position, String consultation, String content, String protection) {}

    /**
     * A place between entries: everything up to it has been read. The order is that of {@link
     * Entry#xid} as a number, then of the position.
     *
     * @param xid the transaction, an unsigned 64-bit number in decimal
     */
    public record Place(String xid, long position) implements Comparable<Place> {
        /** Before the first entry. */
        public static final Place BEGINNING = new Place("0", 0);

        /** Right after the entry. */
        public static Place after(Entry entry) {
            return new Place(entry.xid(), entry.position());
        }

        @Override
        public int compareTo(Place other) {
            var byTransaction =
                    Long.compareUnsigned(
                            Long.parseUnsignedLong(xid), Long.parseUnsignedLong(other.xid));
            return byTransaction == 0 ? Long.compare(position, other.position) : byTransaction;
        }
    }

    /** What a reader does with entries; what it throws undoes the step. */
    public interface Reader {
        void read(Entry entry);
    }

    /**
     * Gives the named reader the next entries and remembers how far it came; only one instance at a
     * time reads under a name. How many it read: 0 when there is nothing or another instance is
     * reading.
     */
    public int next(String name, int most, Reader reader) {
        jdbc.update("insert into reader (name) values (?) on conflict do nothing", name);
        var read = transactions.execute(status -> step(name, most, reader));
        return read == null ? 0 : read;
    }

    /** The next entries after a place that the reader itself keeps; none when nothing is new. */
    public List<Entry> after(Place place, int most) {
        return jdbc.query(
                """
                select told.xid::text, told.position, told.consultation, event.content, consultation.state::json #>> '{patient,protection}'
                from told join event on event.position = told.event left join consultation on consultation.id = told.consultation
                where (told.xid, told.position) > (?::xid8, ?) and told.xid < pg_snapshot_xmin(pg_current_snapshot())
                order by told.xid, told.position limit ?
                """,
                (row, number) -> entry(row),
                place.xid(),
                place.position(),
                most);
    }

    /** The place after everything that can be read now: later entries all come after it. */
    public Place end() {
        return Objects.requireNonNull(
                jdbc.queryForObject(
                        "select pg_snapshot_xmin(pg_current_snapshot())::text",
                        (row, number) -> new Place(row.getString(1), 0)));
    }

    /** The place after the last entry that can be read now. */
    public Place last() {
        return jdbc
                .query(
                        """
                        select told.xid::text, told.position from told where told.xid < pg_snapshot_xmin(pg_current_snapshot())
                        order by told.xid desc, told.position desc limit 1
                        """,
                        (row, number) -> new Place(row.getString(1), row.getLong(2)))
                .stream()
                .findFirst()
                .orElse(Place.BEGINNING);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                Objects.requireNonNullElse(row.getString(5), "none"));
    }

    private int step(String name, int most, Reader reader) {
        var entries = entries(name, most);
        entries.forEach(reader::read);
        if (!entries.isEmpty()) {
            var last = entries.getLast();
            jdbc.update(
                    "update reader set xid = ?::xid8, position = ? where name = ?",
                    last.xid(),
                    last.position(),
                    name);
        }
        return entries.size();
    }

    /**
     * What has been read is not gone through again: the reader's place begins the index's range.
     */
    private List<Entry> entries(String name, int most) {
        return jdbc.query(
                """
                with reading as materialized (select xid, position from reader where name = ? for update skip locked)
                select next.xid::text, next.position, next.consultation, event.content, consultation.state::json #>> '{patient,protection}'
                from reading cross join lateral (
                    select * from told where (told.xid, told.position) > (reading.xid, reading.position)
                        and told.xid < pg_snapshot_xmin(pg_current_snapshot())
                    order by told.xid, told.position limit ?) next
                join event on event.position = next.event left join consultation on consultation.id = next.consultation
                order by next.xid, next.position
                """,
                (row, number) -> entry(row),
                name,
                most);
    }
}
