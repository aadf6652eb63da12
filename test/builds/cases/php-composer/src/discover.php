<?php
// Laravel and others write such a list of the packages when Composer is done.
require __DIR__ . '/../vendor/autoload.php';
file_put_contents(__DIR__ . '/found.txt', Greeting\Greeting::for('shop') . "\n");
