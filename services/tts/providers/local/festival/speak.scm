; Speaks its standard input with the voice slt: one WAV file for each sentence, one after another on standard output.
; `speed` is set on the command line. What is read is text and never run.
(voice_cmu_us_slt_arctic_hts)
(set! hts_engine_params (cons (list "-r" speed) hts_engine_params))
(define (print_sound utt) (utt.save.wave utt "-" 'riff) utt)
(set! tts_hooks (list utt.synth print_sound))
(tts_file "-" nil)
