package io.millrace.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrawsTest {
    private static final Draws DRAWS = Draws.of(KeyedBijectionTest.WORLD, 42);

    @ParameterizedTest
    @CsvSource({
        "CHANNEL,847f2485cd2dcbd1,69b6b4dd01eb9e6e,a39fb06fb76077b5",
        "VISIT_SLOT,b19151ab53ed0a95,a284f1fab76477a9,434f89b2073448f0",
        "SWITCH,c93402baff8d1759,805c24ff65f753ab,2224bbf820ceb99a",
        "VISIT_SOURCE,90e78a32c11e3ae8,e8077c7187009d2c,f9a821832871bc58",
        "PARTY_SCOPE,aa37613dd9b504b1,6d3a443c2ff06805,e4b73388d356ff8a",
        "PARTY_PICK,b93068b200b2831c,933ead0806bc9374,9bb7acedfcf796ef",
        "TRAVEL_AWAY,eaa895c744791273,a4c7cf253e5bd890,4a7d72c70af84b46",
        "TRAVEL_DESTINATION,d79602662a1a21f4,768699c8f68eeda0,5513274db33eb094",
        "VISITOR,3506cf64a19fe5f1,952925bce5d4305f,fdfab51dab05bf99",
        "SUBSTITUTE,c05ffdc6d46ec378,3b888ce46ef8213e,1fb4a753e2d487de",
        "VISIT_MEANS,7508e92b53aaa449,4ed7150f22b8d78f,89b01a1c93dd7ff0",
        "MEANS_HABIT,e3a5f52ab00e9976,f86520d7723546dc,0390550f1a81bb72",
        "MEANS_VISIT,9d5363e1a63a018d,4893e8ff6e7388ce,6addd65aaf423aca",
        "MEANS_SWITCH,fe0ee5a2fe415df4,bf231dcf195eb77b,e554f06192c59499",
        "ENDPOINT_VISIT,5689beb5508b0074,f4caea2dfc6f65f9,5a65258074098ec6",
        "ENDPOINT_TRIP,3829d593f913cec4,09aef48c35924344,7cea13c8ebfb5c1e",
        "TERMINAL,c2fe25afc300e4cc,faf57131f7077e24,dc94d1d537a51f42",
        "GAP_RAMP,ba74556ccf9d5d89,738d0373dc67088d,4e774da52e8886d9",
        "RETRY,9a706b725f00b2f3,92850587bf8c87e7,b8cb5600b0197a31",
        "STEP_UP,900cbf2c30cb022a,b299e58da6f6e369,6c2aa33fa4655417",
        "ACCOUNT_STRAIN,193b22802faae1ff,3d9f79c3cc317007,3ebe5a3afda9a8e8",
        "DECLINE,c0f0eea91c5f46a6,8692fe210e34f948,e9b7fc77007e4e8a",
        "AFTER_APPROVAL,627582abebcb6dbf,c8c420fc655dd6af,5298fa56761789ee",
        "AMOUNT,dbd789f4d1fcc910,30754a89087f23e3,f071e31ef9db2a9b",
        "CLEARING_DIFFERENCE,dcdc277a5c4379ee,32328d7e7fbbde60,3c0f9d114f431bbd",
        "REFUND_AMOUNT,bfa0a4590c1ca731,e07d100def42bc75,101882bb6b17a118",
        "MERCHANT_CLASS,f7d9c5ceda18edff,6cc826bd601f54cc,6d638a0288281a2d",
        "MERCHANT_LEVEL,fc45b81ad1f6c27b,69ad0879df8ce939,6438a0ee6c222343",
        "MERCHANT_ITEM,459158d49938d48d,9553807b02726f2b,29a057c8c8fecffc",
        "MERCHANT_PUMP,50555c64283e15e8,0110b09647ca1923,7d73c69ec7a40f0d",
        "EVENT_OFFSET,7a75a689d29b3851,83a4d1719aace22a,dff26b7ce9e7e0a8"
    })
    void keysAndFirstLanesOfEveryDecision(Decision decision, String key, String x0, String x1) {
        assertThat(DRAWS.key(decision)).isEqualTo(Long.parseUnsignedLong(key, 16));
        long hi = (1L << 40) + 7;
        assertThat(DRAWS.x0(decision, hi, 0)).isEqualTo(Long.parseUnsignedLong(x0, 16));
        assertThat(DRAWS.x1(decision, hi, 0)).isEqualTo(Long.parseUnsignedLong(x1, 16));
    }

    @Test
    void theHashOfAKeyIsTheAuditText() {
        assertThat(DRAWS.keyHash(Decision.VISIT_SLOT))
                .isEqualTo("950aed53ab5191b1d28b6bfbac9540a8e49749b74b9b407b7577172a136a1ba8");
        assertThat(Draws.of(KeyedBijectionTest.WORLD, -1L).key(Decision.VISIT_SLOT))
                .isEqualTo(Long.parseUnsignedLong("1691a34cb36593fa", 16));
    }

    @Test
    void ledgersAddUp() {
        DrawLedger one = new DrawLedger();
        one.count(Decision.AMOUNT);
        one.count(Decision.AMOUNT, 4);
        DrawLedger other = new DrawLedger();
        other.count(Decision.AMOUNT, 10);
        other.count(Decision.GAP_RAMP);
        one.add(other);
        assertThat(one.evaluations(Decision.AMOUNT)).isEqualTo(15);
        assertThat(one.evaluations(Decision.GAP_RAMP)).isEqualTo(1);
        assertThat(one.evaluations(Decision.SWITCH)).isZero();
    }
}
