package se.trepart.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Set;

class IdentifiersTest {
    private static Set<String> in(String body) {
        return Identifiers.in(body.replace('\n', '\r').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void findsWhatStandsInPlacesForIdentifiersAndWhatLooksLikeOneAnywhere() {
        // when
        var found =
                in(
                        """
                        MSH|^~\\&|JOURNAL|SE162321000255-TRP102|TREPART||202311171030||ADT^A04|C-17|P|2.5.1
                        PID|1||19910102-2391^^^&1.2.752.129.2.1.3.1&ISO^NI~R-4711X^^^LOKAL^MR||Testsson^Test||19910102|||Gatan 12^^Lund^^22100||0706123456
                        PV1|1|O|^^^SE162321000255-TRP102||PRE-9||se162321000255-trp902^Öberg||||||||||||B-4711|||||||||||||||||||||||||20231117103000
                        NTE|1||199101022383
                        ZBE|Z-99|KD|20231117103000
                        """);
        // then
        assertThat(found)
                .containsExactlyInAnyOrder(
                        "SE162321000255TRP102",
                        "199101022391",
                        "R4711X",
                        "PRE9",
                        "SE162321000255TRP902",
                        "B4711",
                        "199101022383",
                        "Z99");
    }

    @Test
    void findsThemInAMessageThatNobodyCanRead() {
        assertThat(in("MSH|^~\\&|A|B|||||X|1|P|9.9||||||UNKNOWN\nPID|1|19910102-2390\nnonsense"))
                .containsExactly("199101022390");
    }

    @Test
    void findsThemInAnEventWhateverItsType() {
        // when
        var found =
                in(
                        "{'id':'not-this-1','source':'https://a/','type':'x','time':'2023-03-14T10:02:11+01:00','subject':'K-17','data':{'patient':{'identifier':{'type':'reservnummer','value':'9912AB34'},'phone':'0706123456'},'visit':{'id':'B-1','unit':'SE162321000255-TRP101'},'referral':{'id':'R/2023/17'},'by':[{'hsaId':'SE162321000255-TRP901'}]}}"
                                .replace('\'', '"'));
        // then
        assertThat(found)
                .containsExactlyInAnyOrder(
                        "9912AB34",
                        "B1",
                        "SE162321000255TRP101",
                        "R/2023/17",
                        "SE162321000255TRP901");
    }

    @Test
    void findsThemInWhatIsHalfAnEvent() {
        assertThat(in("{\"patient\":{\"identifier\":\"19910102-2391\",")).contains("199101022391");
    }

    @ParameterizedTest
    @CsvSource({
        "19910102-2391, 199101022391",
        "' 19910102 2391', 199101022391",
        "910102-2391, 199101022391",
        "9101022391, 199101022391",
        "199101022391, 9101022391",
        "b-4711, B4711"
    })
    void isAskedForInWhicheverFormItIsWritten(String asked, String written) {
        assertThat(Identifiers.forms(asked)).contains(written);
    }
}
