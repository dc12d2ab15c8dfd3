"""llama.cpp's own server out of the Python module xllamacpp, by the flags of the program llama-server."""
import argparse
import os
import sys
import threading

import xllamacpp

flags = argparse.ArgumentParser()
flags.add_argument("-m", required=True)
flags.add_argument("--alias")
flags.add_argument("-np", type=int, default=1)
flags.add_argument("-c", type=int, default=4096)
flags.add_argument("-t", type=int, default=1)
flags.add_argument("--host", default="127.0.0.1")
flags.add_argument("--port", type=int, required=True)
given = flags.parse_args()

params = xllamacpp.CommonParams()
params.model.path = given.m
params.model_alias = {given.alias or "model"}
params.n_parallel = given.np
params.n_ctx = given.c
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = given.t
params.hostnames = [given.host]
params.port = given.port
params.endpoint_metrics = True
params.api_keys = [os.environ["LLAMA_API_KEY"]]
server = xllamacpp.Server(params)
print("listening at", server.listening_address, flush=True)
threading.Event().wait()
