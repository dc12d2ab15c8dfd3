"""The elicit benchmark's questions as a task of inspect_ai; the server refuses the last one once."""
from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.solver import generate


@task
def questions(count: int = 1000) -> Task:
    samples = [Sample(input=f"Question number {n}", id=n) for n in range(1, count)]
    samples.append(Sample(input="Question number none", id=count))
    return Task(dataset=MemoryDataset(samples), solver=generate())
