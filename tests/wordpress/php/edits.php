<?php
// Sets what the site does once somebody has read a page of the list: JSON with the keys that plugin.php takes.
require __DIR__ . '/load.php';
update_option('lab_edits', json_decode($argv[2], true), true);
echo 'true';
