package se.trepart.consultation;

import java.util.List;
import java.util.Optional;

/**
 * The plan for the meeting: whether it was ever booked, and what the last of booked, rescheduled
 * and cancelled says.
 *
 * @param booked booked at any time; otherwise the consultation is ad hoc (R7)
 * @param cancellation who called it off and why, when that is the last word
 */
public record Booking(
        boolean booked,
        Optional<EventData.Slot> slot,
        Optional<EventData.Actor> specialist,
        Optional<EventData.Meeting> meeting,
        Optional<EventData.ConsultationCancelled> cancellation) {

    static Booking of(List<Event> ordered) {
        var booking =
                new Booking(
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        for (var event : ordered) {
            booking =
                    switch (event.data()) {
                        case EventData.ConsultationBooked told -> booking.booked(told);
                        case EventData.ConsultationRescheduled told -> booking.movedTo(told.slot());
                        case EventData.ConsultationCancelled told -> booking.cancelledBy(told);
                        default -> booking;
                    };
        }
        return booking;
    }

    private Booking booked(EventData.ConsultationBooked told) {
        return new Booking(
                true,
                Optional.of(told.slot()),
                told.specialist().or(() -> specialist),
                told.meeting().or(() -> meeting),
                Optional.empty());
    }

    private Booking movedTo(EventData.Slot moved) {
        return new Booking(booked, Optional.of(moved), specialist, meeting, Optional.empty());
    }

    private Booking cancelledBy(EventData.ConsultationCancelled told) {
        return new Booking(booked, slot, specialist, meeting, Optional.of(told));
    }
}
