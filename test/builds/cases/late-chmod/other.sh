#!/bin/sh
echo and from other.sh
