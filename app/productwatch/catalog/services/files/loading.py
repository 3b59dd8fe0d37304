"""Bringing a whole product file into the catalog in one transaction: what the command line does."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from productwatch.catalog.services.files.ground import Notes
from productwatch.catalog.services.files.importing import Importing, Outcome, Tally
from productwatch.catalog.services.files.moves import Move, largest
from productwatch.catalog.services.files.parts import File, Form, read
from productwatch.catalog.services.files.rows import Fault
from productwatch.catalog.services.files.telling import tell


@dataclass(frozen=True, slots=True)
class Loading:
    """One import: `on_fault` hears of each fault, `on_progress` of the tally after each part of the file."""

    on_fault: Callable[[Fault], None]
    on_progress: Callable[[Tally], None]

    @transaction.atomic
    def run(self, blocks: Iterable[bytes], form: Form, *, skip_bad: bool = False, dry: bool = False) -> Tally:
        """Writes the rows of the file: with a broken one among them none, unless `skip_bad`; none where it is `dry`.

        Unreadable is raised where it is no product file.
        """
        tally: Tally = Counter()
        repriced, moves = 0, list[Move]()
        file, importing = File(blocks, form), Importing(Notes())
        for part in file.parts():
            result = importing.write(read(part, file.format))
            tally += result.tally
            repriced += len(result.moves)
            moves = largest([*moves, *result.moves])
            for fault in result.faults:
                self.on_fault(fault)
            self.on_progress(tally)
        if dry or (tally[Outcome.BROKEN] and not skip_bad):
            transaction.set_rollback(True)
        elif repriced:
            tell("file", tally, repriced, moves)
        return tally
