package se.trepart.registry;

import de.focus_shift.jollyday.core.HolidayCalendar;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;

import se.trepart.consultation.HsaId;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Map;
import java.util.Set;

/**
 * Helgfria vardagar: Monday to Friday, not a Swedish public holiday, not an eve that counts as
 * closed, not one of the unit's own closed days.
 */
final class OpeningDays {
    private final HolidayManager holidays =
            HolidayManager.getInstance(ManagerParameters.create(HolidayCalendar.SWEDEN));
    private final Set<MonthDay> closedEves;
    private final Map<HsaId, Set<LocalDate>> closures;
    private final Terms terms;

    OpeningDays(Set<MonthDay> closedEves, Map<HsaId, Set<LocalDate>> closures, Terms terms) {
        this.terms = terms;
        this.closedEves = Set.copyOf(closedEves);
        this.closures = Map.copyOf(closures);
    }

    boolean isOpen(HsaId unit, LocalDate day) {
        return !weekend(day)
                && !holidays.isHoliday(day)
                && !closedEves.contains(MonthDay.from(day))
                && !midsummerEve(day)
                && !closures.getOrDefault(unit, Set.of()).contains(day);
    }

    /**
     * How many open days each has.
     *
     * @param medicalRegistration the secretary for the check of a registration
     * @param referral the physician to write a remiss that the outcome asks for
     * @param referralAnswer the receiving unit to answer a remiss
     */
    record Terms(int medicalRegistration, int referral, int referralAnswer) {}

    Terms terms() {
        return terms;
    }

    LocalDate addOpenDays(HsaId unit, LocalDate start, int days) {
        var day = start;
        for (var left = days; left > 0; ) {
            day = day.plusDays(1);
            if (isOpen(unit, day)) {
                left--;
            }
        }
        return day;
    }

    private static boolean weekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    /**
     * Midsommarafton, the Friday before the Saturday of 20 to 26 June, moves with the weekday and
     * is no public holiday by law.
     */
    private static boolean midsummerEve(LocalDate day) {
        return day.getMonthValue() == 6
                && day.getDayOfWeek() == DayOfWeek.FRIDAY
                && day.getDayOfMonth() >= 19
                && day.getDayOfMonth() <= 25;
    }
}
