"""Whether something stands between the two chairs just now."""

from __future__ import annotations

from thirdear.formulation.formulation import Formulation
from thirdear.formulation.marks import Rupture


def open_rupture(formulation: Formulation) -> Rupture | None:
    """Return the newest rupture of this session that was not repaired, if there is one.

    What was heard last session and never came up again is over: the hour begins anew (technique
    reference, 3.3; how a rupture opens and is repaired: `strain`).
    """
    return next(
        (
            r
            for r in reversed(formulation.ruptures)
            if r.session == formulation.session and not r.repaired
        ),
        None,
    )
