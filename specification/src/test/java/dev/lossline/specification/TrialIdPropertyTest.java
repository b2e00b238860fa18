package dev.lossline.specification;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.WithNull;

class TrialIdPropertyTest {
    @Property
    void anyTextIsAnIdOrIsRejected(@ForAll @WithNull String text) {
        if (TrialId.isOne(text)) {
            assertThat(TrialId.parse(text)).hasToString(text);
        }
    }
}
