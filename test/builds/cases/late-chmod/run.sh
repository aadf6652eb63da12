#!/bin/sh
echo hello from run.sh
other.sh
