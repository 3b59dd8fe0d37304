"""Imports and exports: jobs that wait, and those that are done."""

from productwatch.catalog.models import ExportJob, ImportJob
from productwatch.catalog.services.files import exports, imports
from tests.app.contract.case import Call, Case
from tests.app.contract.cases.catalog import a_catalog

FILE = b"slug,name,price,currency\n" + b"".join(b"p%d,P,1,EUR\n" % number for number in range(20))
FAULTY = b"slug,name\n" + b"".join(b"p%d,\n" % number for number in range(20))


def a_file(rows: int) -> Call:
    return Call(file=("text/csv", FILE))


def json_lines(rows: int) -> Call:
    return Call(query={"dry_run": "true"}, file=("application/jsonl", b'{"slug": "a"}\n' * rows))


def an_import(rows: int) -> Call:
    for _ in range(rows):
        imports.begin([FAULTY], "csv", dry_run=False, stops=False, by=None)
    job = ImportJob.objects.latest("created_at", "id")
    return Call(path={"job_id": str(job.id)})


def a_finished_import(rows: int) -> Call:
    call = an_import(1)
    imports.step(job := ImportJob.objects.get())
    job.save()
    return call


def an_export(rows: int) -> Call:
    a_catalog(rows)
    exports.begin(exports.EVERYTHING, "csv", by=None)
    return Call(path={"job_id": str(ExportJob.objects.get().id)})


def a_finished_export(rows: int) -> Call:
    call = an_export(rows)
    exports.step(job := ExportJob.objects.get())
    job.save()
    return call


CASES = {
    "import_products": Case(7, a_file, (json_lines,)),
    "list_product_imports": Case(1, an_import),
    "get_product_import": Case(1, an_import, (a_finished_import,)),
    "list_import_errors": Case(2, a_finished_import, (an_import,)),
    "cancel_product_import": Case(4, an_import),
    "export_products": Case(7, a_catalog),
    "list_product_exports": Case(1, an_export),
    "get_product_export": Case(1, an_export, (a_finished_export,)),
    "download_product_export": Case(1, a_finished_export),
    "cancel_product_export": Case(4, an_export),
}
