"""Rewards for training: Tusk grades in a process of its own. CPython's standard library only."""
import json
import subprocess
import threading


class Verifier:
    def __init__(self, command=("tusk", "serve", "--stdio", "--ordered"), timeout=10.0):
        self.command, self.timeout, self.process, self.lock = list(command), timeout, None, threading.Lock()

    def rewards(self, references, candidates):
        """1.0 for each candidate that equals its reference, in their order; 0.0 otherwise, undecided ones included."""
        return [float(a.get("judgement") == "equivalent") for a in self.grade(references, candidates)]

    def grade(self, references, candidates):
        """One answer of Tusk for each pair; a process that dies is started again and gets what it left unanswered."""
        lines = [json.dumps({"id": i, "gold": gold, "pred": pred, "timeout": self.timeout}) + "\n"
                 for i, (gold, pred) in enumerate(zip(references, candidates, strict=True))]
        answers, fruitless = [], 0
        with self.lock:
            while len(answers) < len(lines):
                if self.process is None or self.process.poll() is not None:
                    self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
                before, process = len(answers), self.process
                sender = threading.Thread(target=self.send, args=(process, lines[before:]), daemon=True)
                sender.start()
                while len(answers) < len(lines) and (line := process.stdout.readline()).endswith("\n"):
                    answers.append(json.loads(line))
                if len(answers) < len(lines):
                    process.kill()
                    process.wait()
                sender.join()
                fruitless = fruitless + 1 if len(answers) == before else 0
                if fruitless == 3:
                    raise RuntimeError(f"the verifier ended three times without an answer to {lines[before][:200]}")
        return answers

    @staticmethod
    def send(process, lines):
        try:
            process.stdin.writelines(lines)
            process.stdin.flush()
        except (OSError, ValueError):
            pass  # The process is gone; the reader sees that too and starts another.
