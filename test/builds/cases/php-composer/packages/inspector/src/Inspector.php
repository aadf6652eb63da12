<?php

namespace Inspector;

final class Inspector
{
}
