"""Threads and a small pool: nobody ever speaks as another tenant (DESIGN §4)."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

from asgiref.sync import sync_to_async
from django.db import DatabaseError, connection, transaction

from marque.kit.tenancy.context import enter


def who() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('search_path')")
        return cursor.fetchone()


def swallow_an_error() -> None:
    with transaction.atomic():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1/0")
        except DatabaseError:
            pass


def close_own(together: Barrier) -> None:
    """Each thread gives its connection back: none takes the turn of another, which would keep one of the pool's."""
    together.wait(30)
    connection.close()


def test_interleaved_threads_never_meet(okafor, other, platform, real_commits):
    def work(seed: int) -> bool:
        random = Random(seed)  # noqa: S311
        tenant = random.choice([okafor, other, platform])
        with enter(tenant):
            if random.random() < 0.3:
                swallow_an_error()
            right = who() == (tenant.role, tenant.schema_name)
        if random.random() < 0.5:
            connection.close()
        return right

    all_four = Barrier(4)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(work, range(400)))
        list(threads.map(lambda _: close_own(all_four), range(4)))

    assert answers.count(False) == 0


def test_interleaved_async_tasks_never_meet(okafor, other, real_commits):
    async def work(number: int) -> bool:
        tenant = (okafor, other)[number % 2]
        with enter(tenant):
            await asyncio.sleep(0)
            return await sync_to_async(who)() == (tenant.role, tenant.schema_name)

    async def all_of_them() -> list[bool]:
        answers = await asyncio.gather(*(work(number) for number in range(100)))
        await sync_to_async(lambda: connection.close())()  # that thread's own, not this one's
        return answers

    assert asyncio.run(all_of_them()).count(False) == 0
