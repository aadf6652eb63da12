#!/bin/sh
cat /list/sorted.txt
