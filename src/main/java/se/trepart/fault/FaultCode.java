package se.trepart.fault;

import static se.trepart.fault.Category.BUSY;
import static se.trepart.fault.Category.CONFLICT;
import static se.trepart.fault.Category.FAULT;
import static se.trepart.fault.Category.FORBIDDEN;
import static se.trepart.fault.Category.INCORRECT;
import static se.trepart.fault.Category.INTERRUPTED;
import static se.trepart.fault.Category.MALFORMED;
import static se.trepart.fault.Category.NOT_FOUND;
import static se.trepart.fault.Category.UNAVAILABLE;
import static se.trepart.fault.Category.UNSUPPORTED;

/**
 * The catalogue. Grouped by stage: 1xx reception, 2xx mapping and rules, 4xx delivery, 5xx replay
 * and API, 6xx our own trouble. Each entry: category, condition code of ERR-3 (HL7 table 0357),
 * what is wrong and what to do in Swedish for the person who must act, an English text for the
 * engineer. The page of them all is {@code GET /api/faults}.
 */
public enum FaultCode {
    TRP_101(
            MALFORMED,
            "100",
            "Meddelandet saknar MSH-segment och kan inte läsas.",
            "Kontrollera avsändarens inramning.",
            "the frame holds no readable MSH segment"),
    TRP_102(
            MALFORMED,
            413,
            "207",
            "Meddelandet är större än vad som tas emot.",
            "Dela upp det.",
            "the message is larger than the limit"),
    TRP_103(
            UNSUPPORTED,
            "200",
            "Meddelandetypen tas inte emot här.",
            "Styr om flödet.",
            "unsupported message type"),
    TRP_104(
            UNSUPPORTED,
            "201",
            "Händelsen tas inte emot här.",
            "Styr om flödet eller lägg den i dialektens lista.",
            "unsupported event code"),
    TRP_105(
            UNSUPPORTED,
            "202",
            "Endast skarpa meddelanden tas emot (MSH-11 = P).",
            "Sätt P, eller skicka provet till en testmiljö.",
            "unsupported processing id, only P is accepted"),
    TRP_106(
            UNSUPPORTED,
            "203",
            "HL7-versionen tas inte emot.",
            "Använd 2.3 till 2.8.",
            "unsupported version id, 2.3 to 2.8 are accepted"),
    TRP_107(
            INCORRECT,
            "101",
            "Meddelandet saknar kontroll-id (MSH-10).",
            "Avsändaren måste sätta ett unikt id.",
            "message control id is missing"),
    TRP_108(
            CONFLICT,
            "205",
            "Kontroll-id har redan använts för ett annat innehåll.",
            "Skicka ändringen med ett nytt id.",
            "control id was used before with other content"),
    TRP_109(
            CONFLICT,
            "205",
            "Händelsens källa och id har redan använts för ett annat innehåll.",
            "Skicka ändringen med ett nytt id.",
            "source and id were used before with other content"),
    TRP_110(
            MALFORMED,
            "100",
            "Innehållet är inte läsbar JSON.",
            "Rätta formen och skicka igen.",
            "malformed JSON"),
    TRP_111(
            UNSUPPORTED,
            415,
            "200",
            "Innehållstypen tas inte emot.",
            "Använd application/cloudevents+json.",
            "unsupported media type"),
    TRP_112(
            UNSUPPORTED,
            "201",
            "Händelsetypen är okänd.",
            "Se /api/schemas för de typer som finns.",
            "unknown event type"),
    TRP_113(
            INCORRECT,
            "101",
            "Ett kontextattribut saknas eller har fel form.",
            "Rätta det som sökvägen pekar ut (CloudEvents 1.0).",
            "a CloudEvents context attribute is missing or wrong"),
    TRP_114(
            INCORRECT,
            "102",
            "Händelsens data följer inte schemat.",
            "Se /api/schemas.",
            "data does not follow the schema of the type"),
    TRP_115(
            MALFORMED,
            "102",
            "Tecknen kan inte läsas med den teckenkodning som meddelandet anger (MSH-18).",
            "Ange den teckenkodning som används, helst UNICODE UTF-8.",
            "bytes are not valid in the declared character set"),
    TRP_116(
            INCORRECT,
            "102",
            "Segmentens ordning eller uppbyggnad kan inte läsas.",
            "Rätta raden som pekas ut i avsändarens system.",
            "the message cannot be parsed"),
    TRP_117(
            MALFORMED,
            "102",
            "Filens början, slut eller räknare (BTS-1, FTS-1) stämmer inte. Inget i den togs emot.",
            "Lägg dit hela filen igen.",
            "the batch is not whole or its counts differ"),
    TRP_118(
            UNAVAILABLE,
            "207",
            "Inget kommer från vårdcentralen trots att det brukar göra det.",
            "Kontrollera avsändarens system och förbindelsen.",
            "nothing comes though it usually does at this hour"),
    TRP_201(
            INCORRECT,
            "101",
            "En uppgift som behövs saknas.",
            "Fyll i den och skicka igen.",
            "required content is missing"),
    TRP_202(
            INCORRECT,
            "204",
            "Personidentiteten är inte giltig.",
            "Kontrollera siffrorna.",
            "the identity number is not valid"),
    TRP_203(
            INCORRECT,
            "102",
            "HSA-id har fel form.",
            "Skriv det som i HSA-katalogen: SE, tio siffror, bindestreck och löpnummer.",
            "malformed HSA-id"),
    TRP_204(
            INCORRECT,
            "204",
            "Enheten finns inte i registret.",
            "Lägg till den i mappings/registry.",
            "the unit is not in the registry"),
    TRP_205(
            INCORRECT,
            "204",
            "Specialitet och enhet hör inte ihop i registret.",
            "Välj en enhet som har specialiteten, eller rätta mappings/registry.",
            "specialty and unit do not belong together"),
    TRP_206(
            INCORRECT,
            "204",
            "KVÅ-koden har fel form eller finns inte i den laddade listan.",
            "Rätta koden, eller ladda den lista som gäller.",
            "malformed or unknown KVÅ code"),
    TRP_207(
            INCORRECT,
            "204",
            "Diagnoskoden har fel form eller finns inte i den laddade listan.",
            "Rätta koden, eller ladda den lista som gäller.",
            "malformed or unknown ICD-10-SE code"),
    TRP_208(
            INCORRECT,
            "102",
            "Tidpunkten kan inte läsas.",
            "Skriv den med datum, klockslag och tidszon.",
            "unreadable time"),
    TRP_209(
            INCORRECT,
            "103",
            "Meddelandet har åtgärdskoder och är ingen ögonblicksbild.",
            "Ange det i dialekten om den är det.",
            "action codes in a message that the dialect does not call a snapshot"),
    TRP_210(
            INCORRECT,
            "102",
            "Sluttiden är före starttiden.",
            "Rätta den som är fel.",
            "end before start"),
    TRP_211(
            FAULT,
            "207",
            "Mappningen kunde inte göra färdigt meddelandet.",
            "Integrationsteamet behöver rätta mappningen; meddelandet är sparat.",
            "a mapping failed"),
    TRP_212(
            INCORRECT,
            "103",
            "Koden finns inte i kodtabellen.",
            "Rätta koden, eller lägg till den i mappings/codes.",
            "the code is not in the code table"),
    TRP_213(
            INCORRECT,
            "204",
            "Konsultationens id har fel form.",
            "Använd A-Z, a-z, 0-9, punkt och bindestreck, högst 40 tecken.",
            "malformed consultation id"),
    TRP_214(
            CONFLICT,
            "207",
            "Meddelandet kan höra till flera konsultationer och hör därför inte till någon.",
            "Rätta besökets eller bokningens tid, eller ange konsultationens id.",
            "could belong to several consultations and belongs to none"),
    TRP_220(
            FAULT,
            "207",
            "Mappningsmängden har fel och laddades inte.",
            "Rätta alla ställen som räknas upp; den tidigare gäller tills vidare.",
            "a mapping set has errors and was not loaded"),
    TRP_401(
            UNAVAILABLE,
            "207",
            "Mottagaren svarar inte på anslutningen.",
            "Nytt försök görs av sig självt; kontrollera mottagaren om det består.",
            "no connection to the destination"),
    TRP_402(
            INTERRUPTED,
            "207",
            "Mottagaren svarade inte i tid.",
            "Utfallet är okänt: kontrollera hos mottagaren om det inte reder ut sig av sig självt.",
            "no answer from the destination, outcome unknown"),
    TRP_403(
            INTERRUPTED,
            "207",
            "Mottagaren svarade på ett annat meddelande.",
            "Utfallet är okänt: kontrollera hos mottagaren om det inte reder ut sig av sig självt.",
            "the answer names another message, outcome unknown"),
    TRP_404(
            UNAVAILABLE,
            "207",
            "Mottagaren bad oss försöka igen (AE).",
            "Nytt försök görs av sig självt; kontrollera mottagaren om leveransen till sist"
                    + " stoppas.",
            "the destination answered AE"),
    TRP_405(
            INCORRECT,
            "207",
            "Mottagaren avvisade meddelandet (AR).",
            "Se orsaken och rätta i källan, eller släpp leveransen.",
            "the destination answered AR"),
    TRP_406(
            INCORRECT,
            "101",
            "Registreringen saknar patient, enhet eller besöks-id.",
            "Den väntar tills uppgiften kommer; fyll i den i källsystemet.",
            "the target is incomplete"),
    TRP_407(
            UNAVAILABLE,
            "207",
            "Koden sätts i mottagarens eget system och har inte synts där än.",
            "Vänta, eller kontrollera registreringen där.",
            "not yet seen at the destination, which sets it itself"),
    TRP_408(
            CONFLICT,
            "207",
            "Vårdcentralens system har besöket utan XS004 trots att konsultationen ägde rum.",
            "Kontrollera registreringen där.",
            "the visit's codes lack the wanted XS004"),
    TRP_409(
            CONFLICT,
            "207",
            "Vårdcentralens system har XS004 på besöket trots att ingen konsultation ägde rum.",
            "Kontrollera registreringen där.",
            "the visit's codes hold an unwanted XS004"),
    TRP_411(
            UNAVAILABLE,
            "207",
            "Prenumerantens adress tar inte emot aviseringen.",
            "Nytt försök görs av sig självt; kontrollera prenumerantens system om det består.",
            "the subscriber's endpoint does not take the notification"),
    TRP_501(
            NOT_FOUND,
            "204",
            "Det som efterfrågas finns inte här.",
            "Kontrollera adressen.",
            "not found"),
    TRP_502(
            MALFORMED,
            "103",
            "Parametern finns inte.",
            "Använd en av dem som räknas upp.",
            "unknown parameter"),
    TRP_503(
            MALFORMED,
            "102",
            "Parameterns värde kan inte läsas.",
            "Skriv det på ett av de sätt som räknas upp.",
            "unreadable parameter value"),
    TRP_504(
            UNSUPPORTED,
            405,
            "207",
            "Det går inte att göra så här.",
            "Använd ett av de sätt som räknas upp.",
            "the interaction is not supported"),
    TRP_505(
            NOT_FOUND,
            410,
            "204",
            "Resursen har funnits men är borttagen.",
            "Historiken visar vad den var.",
            "the resource was deleted"),
    TRP_506(
            UNSUPPORTED,
            406,
            "207",
            "Formatet kan inte lämnas.",
            "Be om JSON eller XML.",
            "no such representation"),
    TRP_507(
            MALFORMED,
            "102",
            "Sidlänken kan inte läsas.",
            "Börja om från första sidan.",
            "unreadable page link"),
    TRP_508(
            UNSUPPORTED,
            415,
            "207",
            "Sökning med POST tar inte emot den innehållstypen.",
            "Använd application/x-www-form-urlencoded.",
            "unsupported media type of a search"),
    TRP_509(
            MALFORMED,
            413,
            "207",
            "Frågan är för stor.",
            "Fråga efter mindre, eller i flera frågor.",
            "the request is larger than the limit"),
    TRP_510(
            CONFLICT,
            "207",
            "Åtgärden går inte att göra i det läge som leveransen har.",
            "Hämta leveransen på nytt och se vad som nu är möjligt.",
            "not possible in the delivery's state"),
    TRP_521(
            CONFLICT,
            412,
            "207",
            "Uppgiften har ändrats sedan den lästes.",
            "Läs den igen och gör om ändringen.",
            "If-Match names another version than the current one"),
    TRP_522(
            CONFLICT,
            428,
            "101",
            "Det framgår inte vilken version som ändras.",
            "Ange If-Match med den ETag som läsningen gav.",
            "If-Match is missing"),
    TRP_523(
            INCORRECT,
            "207",
            "Ändringen tillåts inte i arbetsflödet.",
            "Se vad svaret säger är möjligt.",
            "the workflow does not allow this change"),
    TRP_524(
            UNSUPPORTED,
            415,
            "207",
            "Innehållstypen tas inte emot här.",
            "Använd någon av de typer som svaret räknar upp.",
            "unsupported media type"),
    TRP_525(
            MALFORMED,
            "102",
            "Innehållet kan inte läsas.",
            "Rätta det på den plats som svaret anger.",
            "unreadable body"),
    TRP_531(
            CONFLICT,
            "207",
            "Omspelningen går inte att göra i det läge som planen har.",
            "Se planens läge: kör en ny torrkörning om något har ändrats, och låt en annan person"
                    + " godkänna den.",
            "not possible in the state of the replay plan"),
    TRP_532(
            CONFLICT,
            "207",
            "Registreringen är omspelad men hålls kvar tills någon släpper den.",
            "Kör en plan som börjar med leveransen (start delivery) för meddelandet.",
            "derived again without delivery"),
    TRP_541(
            INCORRECT,
            "102",
            "Prenumerationen kan inte tas emot så som den är skriven.",
            "Rätta den på den plats som svaret anger.",
            "the subscription cannot be served as asked"),
    TRP_542(
            FORBIDDEN,
            422,
            "207",
            "Till den adressen får inget aviseras.",
            "Be driften lägga till adressen i trepart.subscription.endpoints.",
            "the endpoint may not be notified"),
    TRP_551(
            CONFLICT,
            "207",
            "Meddelandet kan inte förminskas till ett fall.",
            "Se skälet i svaret; felet går kanske att visa med ett annat meddelande.",
            "the message cannot be minimised"),
    TRP_601(
            UNAVAILABLE,
            "207",
            "Databasen svarar inte, och inget sparades.",
            "Försök igen.",
            "the database is away, nothing was stored"),
    TRP_602(
            UNAVAILABLE,
            "207",
            "Lagringen är full, och inget sparades.",
            "Försök igen senare; driften behöver ge mer plats.",
            "storage is full, nothing was stored"),
    TRP_603(
            BUSY,
            "207",
            "Systemet har för mycket att göra, och inget sparades.",
            "Försök igen.",
            "too much at once, nothing was stored"),
    TRP_699(
            FAULT,
            "207",
            "Ett fel i systemet, och inget sparades.",
            "Försök igen, och kontakta integrationsteamet om det består.",
            "internal error, nothing was stored");

    private final Category category;
    private final int httpStatus;
    private final String hl7Code;
    private final String wrong;
    private final String remedy;
    private final String english;

    FaultCode(Category category, String hl7Code, String wrong, String remedy, String english) {
        this(category, category.httpStatus(), hl7Code, wrong, remedy, english);
    }

    FaultCode(
            Category category,
            int httpStatus,
            String hl7Code,
            String wrong,
            String remedy,
            String english) {
        this.category = category;
        this.httpStatus = httpStatus;
        this.hl7Code = hl7Code;
        this.wrong = wrong;
        this.remedy = remedy;
        this.english = english;
    }

    /** As people write it: {@code TRP-101}. */
    public String code() {
        return name().replace('_', '-');
    }

    public Category category() {
        return category;
    }

    /** The HTTP status of a refusal with this fault alone. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The condition code of ERR-3 (HL7 table 0357). */
    public String hl7Code() {
        return hl7Code;
    }

    /** What is wrong, in Swedish. */
    public String wrong() {
        return wrong;
    }

    /** What to do about it, in Swedish. */
    public String remedy() {
        return remedy;
    }

    /** For the person who must act: what is wrong, and what to do. */
    public String swedish() {
        return wrong + " " + remedy;
    }

    /** For the engineer. */
    public String english() {
        return english;
    }
}
