#!/bin/sh
cat /work/sorted.txt
