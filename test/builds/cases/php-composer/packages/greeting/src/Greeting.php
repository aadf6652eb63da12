<?php

namespace Greeting;

final class Greeting
{
    public static function for(string $name): string
    {
        return 'hello ' . mb_strtoupper($name);
    }
}
