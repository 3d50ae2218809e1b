package tcplab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tcplab.capture.TsharkComparisonTest;
import tcplab.connection.GroundTruthTest;
import tcplab.connection.TcptraceTest;
import tcplab.connection.VariantsTest;

/** All that has an independent answer, as one table. */
class CorrectnessTest {
  @Test
  void every_answer_is_the_oracles_or_the_difference_is_explained() throws IOException {
    List<Score> scores =
        List.of(
            new TsharkComparisonTest().score(),
            GroundTruthTest.statesScore(),
            GroundTruthTest.retransmissionsScore(),
            VariantsTest.score(),
            TcptraceTest.score());
    for (Score score : scores) {
      System.out.printf(
          "%-58s captures %d, frames %d, fields equal %d, explained %d, wrong %d%n",
          score.what() + ":",
          score.captures(),
          score.frames(),
          score.equal(),
          score.explained(),
          score.wrong().size());
    }
    assertThat(scores).allSatisfy(score -> assertThat(score.captures()).isPositive());
    assertThat(scores).flatMap(Score::wrong).isEmpty();
  }
}
