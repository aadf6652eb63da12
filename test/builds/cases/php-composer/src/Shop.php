<?php

namespace Shop;

final class Shop
{
    public static function greeting(): string
    {
        return file_get_contents(__DIR__ . '/found.txt');
    }
}
