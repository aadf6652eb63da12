<?php
$phar = new Phar('/tmp/composer.phar', 0, 'composer.phar');
$phar->startBuffering();
$folder = '/usr/share/php/';
$files = new RecursiveIteratorIterator(new RecursiveDirectoryIterator($folder, FilesystemIterator::FOLLOW_SYMLINKS | FilesystemIterator::SKIP_DOTS));
foreach ($files as $path => $file) $phar[substr($path, strlen($folder))] = file_get_contents($path);
$main = preg_replace('/^#!.*\n/', '', file_get_contents('/usr/bin/composer'));
$phar['main.php'] = str_replace('/../share/php/', '/', $main);
$phar->setStub("#!/usr/bin/env php\n<?php Phar::mapPhar('composer.phar'); require 'phar://composer.phar/main.php'; __HALT_COMPILER();");
$phar->stopBuffering();
