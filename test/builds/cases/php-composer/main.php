<?php
require __DIR__ . '/vendor/autoload.php';
echo Shop\Shop::greeting();
