<?php
// Switches the site to another structure of permalinks; an empty one is WordPress's plain `?p=123`.
require __DIR__ . '/load.php';

function lab_permalinks($structure) {
    global $wp_rewrite;
    $wp_rewrite->set_permalink_structure($structure);
    flush_rewrite_rules(false);
    echo json_encode(get_option('permalink_structure'));
}
lab_permalinks($argv[2] ?? '');
