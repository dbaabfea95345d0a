"""An answer read once, judged by several scales."""

from assessor.assess import load_assessor
from assessor.domain.answer import Answer

TEXT = (
    "En mai 2021, la caisse du village fermait et nos aînés n'avaient plus où toucher leur pension. J'ai trouvé le nom de sa directrice et "
    "je l'ai appelée pour la première fois. Elle a prêté un local deux matins par semaine, et soixante personnes y viennent."
)


def test_a_scale_that_reads_after_another_says_what_it_would_say_alone():
    answer = Answer("1", TEXT)
    arc, service = load_assessor("arc-collaboration"), load_assessor("cnrc-service")
    first = arc.read([answer])[0]
    assert service.conclude(service.interpret(first.encoded, first)) == service.assess(answer)
